using System.Security.Cryptography;
using System.Text.Json;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A <see cref="MadeRelease"/> with pictures that open and captions of the test's choice, and the run in a catalog that made it.</summary>
internal sealed class ShownRelease : IDisposable
{
    private readonly TemporaryFolder _folder;

    private ShownRelease(RunCatalog catalog, MadeRelease made, TemporaryFolder folder) => (Catalog, Made, _folder) = (catalog, made, folder);

    public MadeRelease Made { get; }

    public RunCatalog Catalog { get; }

    public string this[string name] => _folder[name];

    public StateOptions State => new() { Folder = _folder["state"] };

    public string Folder => _folder["store/release"];

    public required string RunKey { get; init; }

    public IReadOnlyList<SampleRow> Rows => [.. Made.Parts.Values.SelectMany(rows => rows)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="samples">How many enter.</param>
    /// <param name="caption">Caption of the n-th row; null: as made.</param>
    /// <param name="error">Told of a second run that failed; null: there is none.</param>
    public static async Task<ShownRelease> MakeAsync(int samples, Func<int, string>? caption = null, string? error = null)
    {
        var made = new MadeRelease(seed: 7, samples);
        Show(made, caption);
        var folder = new TemporaryFolder();
        var key = RunKeys.Run(TinyRelease.Hash("run 7"), folder["store/release"]);
        var catalog = await RunCatalog.OpenAsync(folder["state"], TimeProvider.System, Cancel);
        var shown = new ShownRelease(catalog, made, folder) { RunKey = key };
        Assert.Equal(PublishStatus.Published, (await made.PublishAsync(folder["store"], "release")).Status);
        await shown.EnterAsync(key, "made", samples, made, null);
        if (error is not null)
            await shown.EnterAsync(TinyRelease.Hash("another run"), "failed", samples, made, error);
        return shown;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Rows and their events as a renderer would have left them, had it seen these pictures and captions.</summary>
    private static void Show(MadeRelease made, Func<int, string>? caption)
    {
        var number = 0;
        foreach (var rows in made.Parts.Values)
        {
            for (var i = 0; i < rows.Count; i++, number++)
            {
                var png = MarkedPictures.Png(number);
                var id = rows[i].Id;
                rows[i] = rows[i] with
                {
                    Asset = png,
                    Extension = "png",
                    Width = MarkedPictures.Width,
                    Height = MarkedPictures.Height,
                    OutputSha256 = Convert.ToHexStringLower(SHA256.HashData(png)),
                    Text = caption?.Invoke(number) ?? rows[i].Text,
                };
                foreach (var events in made.Audit.Values)
                {
                    var at = events.FindIndex(one => one.SampleId == id && one.Phase == Phase.Render);
                    if (at >= 0)
                        events[at] = MadeRelease.RenderEvent(rows[i], events[at].Redactions);
                }
            }
        }
    }

    private async Task EnterAsync(string key, string pipeline, int samples, MadeRelease made, string? error)
    {
        var request = new RunRequest { PipelinePath = "pipeline.yaml", Input = "input", Output = Folder };
        int[] shards = [.. made.Features.Values.Select(rows => rows.Count)];
        await Catalog.BeginAsync(
            new RunRecord { Key = key, Pipeline = pipeline, RequestJson = JsonSerializer.Serialize(request), Output = Folder, Samples = samples },
            shards, Cancel);
        foreach (var (index, rows) in made.Features.Values.Index())
        {
            var tally = new PhaseTally();
            foreach (var row in rows)
                tally.Add(row.Verdict);
            var answer = await Catalog.Leases.TakeAsync(new ShardKey(key, RunPhase.Measure, index), "holder", TimeSpan.FromMinutes(1), 5, Cancel);
            await Catalog.Leases.DoneAsync(answer.Lease!, tally, Cancel);
        }

        await Catalog.TryAdvanceAsync(key, RunPhase.Measure, RunPhase.Select, [1], Cancel);
        await Catalog.EndAsync(key, error is null ? RunState.Published : RunState.Failed, error, Cancel);
    }
}
