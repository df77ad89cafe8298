using System.Globalization;
using System.Security.Cryptography;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.App.Bench;

/// <summary>
/// A release of made-up samples, as large as is asked, through the real writers and the real publication: every row kept, assets of bytes
/// that do not compress, shards and parts as recipes cut them.
/// </summary>
/// <param name="folder">Where.</param>
/// <param name="samples">How many.</param>
/// <param name="assetBytes">Bytes of each asset.</param>
/// <param name="numbers">Numbers that were measured of each: 24 are what the recipe for pairs measures.</param>
/// <param name="isAlike">Whether samples have perceptual hashes and rows embeddings, so that each has neighbours.</param>
internal sealed class SyntheticRelease(string folder, int samples, int assetBytes, int numbers = 24, bool isAlike = false)
{
    private const int ShardRows = 256;
    private const int PartRows = 512;
    private const int RowGroupKib = 4096;
    private const int EmbeddingLength = 32;

    private const int SketchedLength = 64;

    private readonly FeatureColumn[] _scores =
        [.. Enumerable.Range(0, numbers).Select(i => new FeatureColumn($"made.number-{i:00}", FeatureKind.Number, "Made up."))];

    private readonly string[] _ids =
    [
        .. Enumerable.Range(0, samples).AsParallel().Select(i => Hash(i.ToString(CultureInfo.InvariantCulture))[..32])
            .OrderBy(id => id, StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> Ids => _ids;

    private FeatureColumn[] Columns =>
    [
        .. _scores, new FeatureColumn("made.embedding", FeatureKind.Vector, "Made up."),
        .. isAlike ? (FeatureColumn[])[new FeatureColumn(KnownFeatures.PerceptualHash, FeatureKind.Code, "Made up.")] : [],
    ];

    public string Output => Path.Combine(folder, "release");

    private string Staging => Path.Combine(folder, "staging");

    public async Task MakeAsync(CancellationToken cancel)
    {
        foreach (var name in (string[])["train", "features", "audit"])
            Directory.CreateDirectory(Path.Combine(Staging, name));
        for (var shard = 0; shard * ShardRows < samples; shard++)
            await WriteShardAsync(shard, [.. Range(shard, ShardRows).Select(i => Measured(_ids[i], i))], cancel);
        await WriteAsync("audit/select.jsonl", stream => AuditFile.WriteAsync(stream, _ids.Select(id => Event(id, Phase.Select) with
        {
            Codes = new Dictionary<string, string> { ["split"] = "train" },
        }), cancel), cancel);
        for (var part = 0; part * PartRows < samples; part++)
            await WritePartAsync(part, cancel);
        var result = await Publisher.PublishAsync(Draft(), cancel);
        if (result.Status is not PublishStatus.Published)
            throw new InvalidOperationException("The made-up release was refused: " + string.Join("; ", result.Findings.Take(3)));
    }

    /// <summary>The events of one sample.</summary>
    public IReadOnlyList<AuditEvent> EventsOf(int sample) =>
        [MeasureEvent(Measured(_ids[sample], sample)), Event(_ids[sample], Phase.Select), RenderEvent(Row(sample))];

    private IEnumerable<int> Range(int index, int size) => Enumerable.Range(index * size, Math.Min(size, samples - (index * size)));

    private async Task WriteShardAsync(int shard, MeasuredSample[] rows, CancellationToken cancel)
    {
        await WriteAsync($"features/part-{shard:D5}.parquet", stream => FeatureFile.WriteAsync(stream, Columns, rows, cancel), cancel);
        await WriteAsync(
            $"audit/measure-{shard:D5}.jsonl", stream => AuditFile.WriteAsync(stream, rows.Select(MeasureEvent), cancel), cancel);
    }

    private async Task WritePartAsync(int part, CancellationToken cancel)
    {
        var events = new List<AuditEvent>();
        await WriteAsync($"train/part-{part:D5}.parquet", async stream =>
        {
            var writer = await SampleWriter.CreateAsync(stream, _scores, RowGroupKib, cancel);
            foreach (var sample in Range(part, PartRows))
            {
                var row = Row(sample);
                await writer.AddAsync(row, cancel);
                events.Add(RenderEvent(row));
            }

            await writer.CompleteAsync(cancel);
        }, cancel);
        await WriteAsync($"audit/render-{part:D5}.jsonl", stream => AuditFile.WriteAsync(stream, events, cancel), cancel);
    }

    private Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancel) =>
        Durable.WriteAsync(Path.Combine(Staging, path), write, cancel);

    private MeasuredSample Measured(string id, int sample)
    {
        var features = new FeatureRow();
        foreach (var (index, score) in _scores.Index())
            features.Set(score.Name, ((sample * 31) + (index * 7)) % 10_007 / 10_007.0);
        features.Set("made.embedding", [.. Enumerable.Range(0, EmbeddingLength).Select(i => (float)((sample + i) % 997) / 997)]);
        if (isAlike)
            features.Set(KnownFeatures.PerceptualHash, Hash($"looks of {sample}")[..16]);
        return new MeasuredSample(id, Hash(id), new Verdict(Outcome.Kept, "measure", "measured"), features);
    }

    private SampleRow Row(int sample)
    {
        var (asset, random) = (new byte[assetBytes], new Random(sample));
        random.NextBytes(asset);
        return new SampleRow
        {
            Id = _ids[sample],
            Modality = Modality.Image,
            Text = $"A made-up picture, number {sample}, with a caption of the usual length behind it.",
            Asset = asset,
            Extension = "jpg",
            Width = 640,
            Height = 480,
            Source = "made up",
            Licence = "CC0-1.0",
            Scores = _scores.ToDictionary(score => score.Name, score => (double?)(sample % 10_007 / 10_007.0)),
            Embedding = isAlike ? [.. Enumerable.Range(0, SketchedLength).Select(_ => (random.NextSingle() * 2) - 1)] : null,
            OutputSha256 = Convert.ToHexStringLower(SHA256.HashData(asset)),
            SourceSha256 = Hash(_ids[sample]),
        };
    }

    private AuditEvent MeasureEvent(MeasuredSample row) => Event(row.Id, Phase.Measure) with
    {
        Facts = _scores.ToDictionary(score => score.Name, score => row.Features.Number(score.Name)!.Value),
        Digests = new Dictionary<string, string>
        {
            [AuditDigests.Source] = row.AssetSha256,
            [AuditDigests.Features] = AuditDigests.Of(row, Columns),
        },
    };

    private static AuditEvent RenderEvent(SampleRow row) => Event(row.Id, Phase.Render) with
    {
        Digests = new Dictionary<string, string>
        {
            [AuditDigests.Source] = row.SourceSha256,
            [AuditDigests.Output] = row.OutputSha256,
            [AuditDigests.Row] = AuditDigests.Of(row),
        },
    };

    private static AuditEvent Event(string id, Phase phase) => new()
    {
        Phase = phase,
        SampleId = id,
        Verdict = phase switch
        {
            Phase.Measure => new Verdict(Outcome.Kept, "measure", "measured"),
            Phase.Select => new Verdict(Outcome.Kept, "select", "kept"),
            _ => new Verdict(Outcome.Kept, "render", "rendered"),
        },
    };

    private ReleaseDraft Draft() => new()
    {
        StagingFolder = Staging,
        OutputFolder = Output,
        Log = new LogStore(Path.Combine(folder, LogStore.FolderName), "", PrivateKey.Generate("bench")),
        Pipeline = new PipelineDefinition
        {
            Name = "made-up",
            Version = 1,
            Measure = [new StageEntry { Stage = "alignment" }],
            Source = new SourceOptions { Licence = "CC0-1.0" },
        },
        InputDigest = Hash("input"),
        RunKey = Hash("run"),
        Entered = samples,
        Models = [],
        Census = new Dictionary<string, long>(),
        Scores = _scores,
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
