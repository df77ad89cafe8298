using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Evaluation;

/// <summary>
/// Curation pays: two of five captions of Flickr8k exchanged among the photographs (development data, beside the checkout). The whole
/// set with <c>MMDATA_CURATION=1</c>, 1,000 photographs otherwise.
/// </summary>
public sealed class CurationTests : IDisposable
{
    private const string Pipeline = """
        name: pairs
        version: 1
        shards: { samples: 256 }
        measure:
          - { stage: media }
          - { stage: alignment, with: { model: teacher, negatives: 255 } }
        select: { duplicates: { exact: false, perceptualBits: null } }
        render: { replaceText: [] }
        evaluate: { rowsMax: 500 }
        """;

    private const string Rule = "select.rules=[{ feature: alignment.contrast, auto: true, reason: alignment.low }]";
    private const int ShortCount = 1000;
    private const double LeastShort = 0.87;
    private const double LeastLong = 0.9;

    private readonly TemporaryFolder _folder = new();

    private static bool IsLong => Environment.GetEnvironmentVariable("MMDATA_CURATION") is "1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Promise(
        PromiseAttribute.Trainers,
        "Captions of other pictures are dropped at a bound that was chosen without labels; the gate tells a set with them from one without.")]
    [Fact]
    public async Task Exchanged_captions_are_dropped_and_the_gate_fails_before_and_holds_after()
    {
        var wrong = await WriteAsync();

        var before = await RunAsync("uncurated");
        Assert.Equal(1, before.ExitCode);
        Assert.Contains("gate evaluate-recall-10", before.Output, StringComparison.Ordinal);

        var after = await RunAsync("curated", "--set", Rule);
        Assert.True(after.ExitCode == 0, after.Output + after.Errors);
        var all = await Releases.EventsAsync(_folder["curated"], Cancel);
        var ids = all.Where(one => one.Phase is Phase.Measure && wrong.Contains(one.Digests[AuditDigests.Source])).Select(one => one.SampleId);
        var events = all.Where(one => one.Phase is Phase.Select).ToList();
        var (kept, dropped) = Shares(events, [.. ids]);
        Figures.Record(typeof(CurationTests), string.Create(
            CultureInfo.InvariantCulture,
            $"{kept:0.000} of the right pairs kept, {dropped:0.000} of the wrong ones dropped, of {events.Count} (`MMDATA_CURATION=1`: all)"));
        Assert.True(kept >= (IsLong ? LeastLong : LeastShort), $"{kept:0.000} of the right pairs were kept");
        Assert.True(dropped >= (IsLong ? LeastLong : LeastShort), $"{dropped:0.000} of the wrong pairs were dropped");
        Assert.All(events, one => Assert.InRange(one.Facts["alignment.contrast.wrong-share"], 0.35, 0.45));
    }

    private static (double Kept, double Dropped) Shares(List<AuditEvent> events, HashSet<string> wrong)
    {
        var (right, bad) = (events.Where(one => !IsWrong(one)).ToList(), events.Where(IsWrong).ToList());
        return (
            (double)right.Count(one => one.Verdict.Outcome is Outcome.Kept) / right.Count,
            (double)bad.Count(one => one.Verdict.Outcome is Outcome.Dropped) / bad.Count);

        bool IsWrong(AuditEvent one) => wrong.Contains(one.SampleId);
    }

    /// <summary>Writes photographs with captions, two of five of them those of the next one that was drawn.</summary>
    /// <returns>The digests of the photographs with a wrong caption.</returns>
    private async Task<HashSet<string>> WriteAsync()
    {
        var data = Path.Combine(Checkout.Shared, "data", "flickr8k-train");
        Assert.SkipUnless(Directory.Exists(data) && Directory.Exists(Checkout.Teacher), "../shared/data/flickr8k-train or the teacher is not here");
        Directory.CreateDirectory(_folder["models/teacher"]);
        await File.WriteAllTextAsync(_folder["models/teacher/model.yaml"], TeacherCard.Yaml, Cancel);
        await File.WriteAllTextAsync(_folder["p.yaml"], Pipeline, Cancel);
        var captions = (await File.ReadAllLinesAsync(Path.Combine(data, "captions.jsonl"), Cancel))
            .Select(line => JsonNode.Parse(line)!).ToDictionary(row => (string)row["image"]!, row => (string)row["captions"]![0]!);

        var photographs = new List<(string Name, byte[] Bytes)>();
        await using var tar = new TarReader(File.OpenRead(Path.Combine(data, "images-128px.tar")));
        while ((IsLong || photographs.Count < ShortCount) && await tar.GetNextEntryAsync(copyData: true, Cancel) is { } entry)
        {
            if (entry.DataStream is { } stream)
                photographs.Add((entry.Name, await BytesAsync(stream)));
        }

        var drawn = photographs.Where(one => captions.ContainsKey(one.Name)).OrderBy(one => TinyRelease.Hash(one.Name)).ToList();
        var wrong = new HashSet<string>();
        Directory.CreateDirectory(_folder["in"]);
        var exchanged = drawn.Count * 2 / 5;
        for (var i = 0; i < drawn.Count; i++)
        {
            var caption = captions[drawn[i < exchanged ? (i + 1) % exchanged : i].Name];
            await File.WriteAllBytesAsync(_folder[$"in/{drawn[i].Name}"], drawn[i].Bytes, Cancel);
            await File.WriteAllTextAsync(_folder[$"in/{Path.ChangeExtension(drawn[i].Name, "txt")}"], caption, Cancel);
            if (i < exchanged)
                wrong.Add(Convert.ToHexStringLower(SHA256.HashData(drawn[i].Bytes)));
        }

        return wrong;

        static async Task<byte[]> BytesAsync(Stream stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, Cancel);
            return bytes.ToArray();
        }
    }

    private Task<Mmdata> RunAsync(string name, params string[] more) => Mmdata.RunAsync(
        _folder["state"],
        new Dictionary<string, string> { ["MMDATA_Models__Folders__2"] = _folder["models"] },
        Cancel,
        ["run", _folder["p.yaml"], "--input", _folder["in"], "--output", _folder[name], "--set", "evaluate.gate.recallAt10Min=0.6", .. more]);
}
