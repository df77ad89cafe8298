using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A run of generated samples of which some fail, some are dropped, some quarantined, in several shards and parts of both splits; decided
/// by a seed. Larger than <see cref="TinyRelease"/>, so that there are full tiles, and files that can be exchanged.
/// </summary>
internal sealed class MadeRelease
{
    private const int ShardRows = 40;
    private const int PartRows = 20;
    private const int AssetBytesMax = 900;

    public static readonly FeatureColumn[] Columns =
    [
        new("alignment.cosine", FeatureKind.Number, "Cosine."), new("faces.count", FeatureKind.Whole, "Faces."),
        new("faces.boxes", FeatureKind.Boxes, "Boxes."), new("alignment.image-embedding", FeatureKind.Vector, "Embedding."),
    ];

    private static readonly FeatureColumn[] Scores = Columns[..2];

    private readonly Random _random;
    private readonly string _runKey;
    private readonly int _samples;

    public MadeRelease(int seed, int samples)
    {
        (_random, _samples, _runKey) = (new Random(seed), samples, TinyRelease.Hash($"run {seed}"));
        string[] ids = [.. Enumerable.Range(0, samples).Select(i => TinyRelease.Hash($"{seed} {i}")[..32]).Order(StringComparer.Ordinal)];
        foreach (var shard in ids.Chunk(ShardRows).Index())
        {
            var rows = shard.Item.Select(Measured).ToList();
            Features[$"features/part-{shard.Index:D5}.parquet"] = rows;
            Audit[$"audit/measure-{shard.Index:D5}.jsonl"] = [.. rows.Select(MeasureEvent)];
        }

        var measured = Features.Values.SelectMany(rows => rows).Where(row => row.Verdict.Outcome is Outcome.Kept).ToList();
        var selected = measured.Select(row => (row.Id, Split: Split(), Event: SelectEvent(row.Id))).ToList();
        Audit["audit/select.jsonl"] = [.. selected.Select(one => one.Event.Verdict.Outcome is Outcome.Kept
            ? one.Event with { Codes = new Dictionary<string, string> { ["split"] = one.Split } }
            : one.Event)];
        var part = 0;
        foreach (var split in selected.Where(one => one.Event.Verdict.Outcome is Outcome.Kept).GroupBy(one => one.Split).OrderBy(s => s.Key))
        {
            foreach (var chunk in split.Select(one => one.Id).Chunk(PartRows).Index())
                AddPart($"{split.Key}/part-{chunk.Index:D5}.parquet", $"audit/render-{part++:D5}.jsonl", chunk.Item);
        }
    }

    public SortedDictionary<string, List<SampleRow>> Parts { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, List<MeasuredSample>> Features { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, List<AuditEvent>> Audit { get; } = new(StringComparer.Ordinal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Publishes it as <paramref name="name"/> into the store <paramref name="root"/>.</summary>
    public async Task<PublishResult> PublishAsync(string root, string name)
    {
        var staging = Path.Combine(root, name + ".staging");
        foreach (var (path, rows) in Parts)
            await WriteAsync(staging, path, stream => WriteRowsAsync(stream, rows));
        foreach (var (path, rows) in Features)
            await WriteAsync(staging, path, stream => FeatureFile.WriteAsync(stream, Columns, rows, Cancel));
        foreach (var (path, events) in Audit)
            await WriteAsync(staging, path, stream => AuditFile.WriteAsync(stream, events, Cancel));
        return await Publisher.PublishAsync(
            new ReleaseDraft
            {
                StagingFolder = staging,
                OutputFolder = Path.Combine(root, name),
                Log = new LogStore(Path.Combine(root, LogStore.FolderName), "", TestKeys.Mine),
                Pipeline = new PipelineDefinition
                {
                    Name = "made",
                    Version = 1,
                    Measure = [new StageEntry { Stage = "alignment" }],
                    Source = new SourceOptions { Licence = "CC0-1.0" },
                },
                InputDigest = TinyRelease.Hash("input"),
                RunKey = _runKey,
                Entered = _samples,
                Models = [new ModelUse("mini", TinyRelease.Hash("model"), "CC-BY-NC-4.0")],
                Census = new Dictionary<string, long> { ["unknown-extension"] = 2 },
                Scores = Scores,
            },
            Cancel);
    }

    public static async Task WriteRowsAsync(Stream stream, IReadOnlyList<SampleRow> rows)
    {
        var writer = await SampleWriter.CreateAsync(stream, Scores, rowGroupKib: 3, Cancel);
        foreach (var row in rows)
            await writer.AddAsync(row, Cancel);
        await writer.CompleteAsync(Cancel);
    }

    public static async Task WriteAsync(string folder, string path, Func<Stream, Task> write)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var stream = File.Create(file);
        await write(stream);
    }

    public static AuditEvent RenderEvent(SampleRow row, IReadOnlyList<Redaction> redactions) => new()
    {
        Phase = Phase.Render,
        SampleId = row.Id,
        Verdict = new Verdict(Outcome.Kept, "render", "rendered"),
        Redactions = redactions,
        Digests = new Dictionary<string, string>
        {
            [AuditDigests.Source] = row.SourceSha256,
            [AuditDigests.Output] = row.OutputSha256,
            [AuditDigests.Row] = AuditDigests.Of(row),
        },
    };

    private void AddPart(string path, string audit, string[] ids)
    {
        Audit[audit] = [];
        foreach (var id in ids)
        {
            if (_random.Next(20) == 0)
            {
                Audit[audit].Add(new AuditEvent
                {
                    Phase = Phase.Render,
                    SampleId = id,
                    Verdict = new Verdict(Outcome.Quarantined, "recheck", "faces.left"),
                });
                continue;
            }

            Redaction[] redactions = [.. Enumerable.Range(0, _random.Next(3)).Select(i => new Redaction("face", "pixels", [0.1 * i, 0.2, 0.1, 0.1]))];
            var row = SampleRows.Image(id, 100 + _random.Next(AssetBytesMax)) with
            {
                Scores = new Dictionary<string, double?> { [Scores[0].Name] = _random.NextDouble(), [Scores[1].Name] = _random.Next(5) },
                Redactions = redactions.Length == 0
                    ? new Dictionary<string, int>()
                    : new Dictionary<string, int> { ["face"] = redactions.Length },
                Embedding = [.. Enumerable.Range(0, 8).Select(_ => _random.NextSingle())],
            };
            if (!Parts.TryGetValue(path, out var rows))
                Parts.Add(path, rows = []);
            rows.Add(row);
            Audit[audit].Add(RenderEvent(row, redactions));
        }
    }

    private string Split() => _random.Next(5) == 0 ? "eval" : "train";

    private MeasuredSample Measured(string id)
    {
        var source = SampleRows.Image(id, 1).SourceSha256;
        if (_random.Next(15) == 0)
            return new MeasuredSample(id, source, new Verdict(Outcome.Failed, "decode", "decode.truncated"), new FeatureRow());
        var features = new FeatureRow();
        features.Set(Columns[0].Name, _random.NextDouble());
        features.Set(Columns[1].Name, _random.Next(5));
        Box[] boxes = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new Box(_random.NextSingle(), 0.5f, 0.1f, 0.1f, 0.9f))];
        features.Set(Columns[2].Name, boxes);
        features.Set(Columns[3].Name, [.. Enumerable.Range(0, 8).Select(_ => _random.NextSingle())]);
        return new MeasuredSample(id, source, new Verdict(Outcome.Kept, "measure", "measured"), features);
    }

    private static AuditEvent MeasureEvent(MeasuredSample row) => new()
    {
        Phase = Phase.Measure,
        SampleId = row.Id,
        Verdict = row.Verdict,
        Facts = row.Features.Number(Columns[0].Name) is { } cosine
            ? new Dictionary<string, double> { [Columns[0].Name] = cosine }
            : new Dictionary<string, double>(),
        Digests = new Dictionary<string, string>
        {
            [AuditDigests.Source] = row.AssetSha256,
            [AuditDigests.Features] = AuditDigests.Of(row, Columns),
        },
    };

    private AuditEvent SelectEvent(string id) => new()
    {
        Phase = Phase.Select,
        SampleId = id,
        Verdict = _random.Next(6) == 0
            ? new Verdict(Outcome.Dropped, "select", "alignment.low")
            : new Verdict(Outcome.Kept, "select", "selected"),
        Facts = new Dictionary<string, double> { ["alignment.low.min"] = _random.Next(100) / 100.0 },
    };
}
