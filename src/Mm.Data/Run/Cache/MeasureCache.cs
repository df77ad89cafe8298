using System.Text;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run.Cache;

/// <summary>
/// What stages wrote on earlier runs, by the digests of asset and caption and of everything else that decides it. Features are a pure
/// function of those, so a sample whose stages are all here is neither read nor decoded nor scored, and the release has the same bytes.
/// One for a run; knows its chain.
/// </summary>
internal sealed class MeasureCache
{
    private const int EntriesMax = 32; // of one content: the last few pipelines that saw it
    private readonly DiskCache _disk;
    private readonly long[] _hits;
    private readonly long[] _misses;
    private long _whole;

    /// <param name="disk">Where it is kept.</param>
    /// <param name="names">Of the decoder's stage and those after it.</param>
    /// <param name="chain">The decoder's stage and those after it.</param>
    /// <param name="identities">Of each, from <see cref="CacheIdentity"/>.</param>
    public MeasureCache(DiskCache disk, IReadOnlyList<string> names, IReadOnlyList<IStage> chain, IReadOnlyList<string> identities)
    {
        (_disk, Names, Chain) = (disk, names, chain);
        Keys = [.. identities.Select(identity => disk.KeyOf(Encoding.UTF8.GetBytes(identity)))];
        (_hits, _misses) = (new long[chain.Count], new long[chain.Count]);
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<IStage> Chain { get; }

    /// <summary>The key of each stage's entries.</summary>
    public IReadOnlyList<CacheKey> Keys { get; }

    public CacheReport Report => new()
    {
        SamplesWhole = Interlocked.Read(ref _whole),
        Stages = [.. Names.Select((name, i) =>
            new StageCacheCounts(name, Interlocked.Read(ref _hits[i]), Interlocked.Read(ref _misses[i])))],
        MibOnDisk = _disk.Bytes >> 20,
    };

    public static MeasureCache Of(DiskCache disk, ViewsStage views, LoadedPipeline pipeline, RunIdentity run)
    {
        var (definition, stages) = (pipeline.Definition, pipeline.Stages);
        var entries = definition.Measure.Select(entry => new StageEntryOptions(entry.Stage, entry.With.GetRawText()));
        return new MeasureCache(
            disk,
            [ViewsStage.StageName, .. definition.Measure.Select(entry => entry.Stage)],
            [views, .. stages],
            [run.Decoder, .. stages.Zip(entries, (stage, entry) => CacheIdentity.Stage(stage, entry, run.Decoder, run.Arithmetic))]);
    }

    public void Count(int stage, bool hit) => Interlocked.Increment(ref hit ? ref _hits[stage] : ref _misses[stage]);

    public void CountWhole() => Interlocked.Increment(ref _whole);

    /// <summary>All entries of what <paramref name="reads"/> names of a sample; none where its record is damaged.</summary>
    public IReadOnlyList<StageEntry> Find(PlannedSample sample, StageReads reads)
    {
        if (_disk.Find(RecordKey(sample, reads)) is not { } bytes)
            return [];
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var entries = new StageEntry[from.ReadInt32()];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = StageEntry.Read(from);
        return entries;
    }

    /// <summary>Adds entries to a record; the newest come first, and the oldest fall off.</summary>
    public void Add(PlannedSample sample, StageReads reads, IReadOnlyList<StageEntry> entries)
    {
        var kept = entries.Concat(Find(sample, reads)).DistinctBy(entry => entry.Stage).Take(EntriesMax).ToArray();
        using var memory = new MemoryStream();
        using (var to = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(kept.Length);
            Array.ForEach(kept, entry => entry.Write(to));
        }

        _disk.Add(RecordKey(sample, reads), memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    /// <summary>The stages of the chain, without the decoder's, that remember what they saw while rendering.</summary>
    public IReadOnlyList<IStage> Remembering() => [.. Chain.Skip(1).Select((stage, i) => new RememberedStage(this, stage, i + 1))];

    /// <summary>What a stage left on what <paramref name="what"/> names; null where it never saw it.</summary>
    public StageEntry? FindLook(int stage, string what)
    {
        if (_disk.Find(LookKey(stage, what)) is not { } bytes)
            return null;
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return StageEntry.Read(from);
    }

    /// <summary>Keeps those features of a sample that a stage wrote.</summary>
    public void AddLook(int stage, string what, FeatureRow features, Func<string, bool> wrote)
    {
        var written = features.Names.Where(wrote).Order(StringComparer.Ordinal).Select(name => (name, features[name]!));
        using var memory = new MemoryStream();
        using (var to = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
            new StageEntry(Keys[stage], null, null, [.. written]).Write(to);
        _disk.Add(LookKey(stage, what), memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    private CacheKey LookKey(int stage, string what) =>
        _disk.KeyOf(Encoding.UTF8.GetBytes($"mm.data/look/1\0{Keys[stage]}\0{what}"));

    private CacheKey RecordKey(PlannedSample sample, StageReads reads)
    {
        var asset = reads is StageReads.Caption ? "" : sample.AssetSha256;
        var caption = reads is StageReads.Asset ? "" : sample.CaptionSha256;
        return _disk.KeyOf(Encoding.ASCII.GetBytes($"mm.data/measured/1\0{asset}\0{caption}"));
    }
}

/// <summary>What decides features beside the pipeline: digest of decoder and request, and what models compute with.</summary>
internal sealed record RunIdentity(string Decoder, string Arithmetic);
