using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run.Cache;

/// <summary>
/// The samples of one shard in work, with what is known of each. Stages are wrapped: a sample that a stage measured on an earlier run
/// passes it by and gets what was written then.
/// </summary>
internal sealed class ShardCache(MeasureCache cache, int samples)
{
    private readonly Known?[] _known = new Known?[samples];

    /// <summary>Looks up a sample that is about to enter, and says what must be read of it.</summary>
    public bool NeedsContent(int position, PlannedSample sample)
    {
        var found = cache.Chain.Select(stage => stage.Reads).Distinct().SelectMany(reads => cache.Find(sample, reads))
            .ToDictionary(entry => entry.Stage);
        var known = new Known(sample, [.. cache.Keys.Select(key => found.GetValueOrDefault(key))]);
        _known[position] = known;
        // Undecodable then, undecodable now: no stage comes to it.
        if (known.Entries[0]?.Reason is not null || !known.Entries.Contains(null))
        {
            cache.CountWhole();
            return false;
        }

        // Views and sound are not kept, so one stage that wants them costs a decoding.
        if (cache.Chain.Where((stage, i) => known.Entries[i] is null && (stage.Views.Count > 0 || stage.Hears)).Any())
            known.Entries[0] = null;
        return true;
    }

    /// <summary>The chain with every stage behind its look-up.</summary>
    public IReadOnlyList<IStage> Wrap() => [.. cache.Chain.Select((stage, i) => new CachedStage(this, stage, i))];

    /// <summary>Keeps what was measured of a sample that leaves the chain.</summary>
    public void Leave(Sample sample)
    {
        if (_known[sample.Position] is not { } known)
            return;
        _known[sample.Position] = null;
        var measured = known.Measured.ToLookup(item => cache.Chain[item.Stage].Reads, item => item.Entry);
        foreach (var entries in measured)
            cache.Add(known.Sample, entries.Key, [.. entries]);
    }

    private async ValueTask RunAsync(IStage stage, int index, IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        var missed = new List<Sample>(batch.Count);
        foreach (var sample in batch)
        {
            var entry = _known[sample.Position]?.Entries[index];
            entry?.Apply(sample, cache.Names[index]);
            if (_known[sample.Position] is not null)
                cache.Count(index, hit: entry is not null);
            if (entry is null)
                missed.Add(sample);
        }

        if (missed.Count == 0)
            return;
        var before = missed.ConvertAll(sample => sample.Features.Names.ToHashSet(StringComparer.Ordinal));
        await stage.RunAsync(missed, cancel);
        for (var i = 0; i < missed.Count; i++)
            Learn(missed[i], index, before[i]);
    }

    private void Learn(Sample sample, int index, HashSet<string> before)
    {
        var isLasting = sample.IsLive
            || (index == 0 && sample.Verdict.Outcome is Outcome.Failed && DecodeReasons.IsLasting(sample.Verdict.Reason));
        if (!isLasting || _known[sample.Position] is not { } known)
            return;
        var written = sample.Features.Names.Where(name => !before.Contains(name)).Order(StringComparer.Ordinal);
        known.Measured.Add((index, new StageEntry(
            cache.Keys[index],
            sample.IsLive ? null : sample.Verdict.Reason,
            index == 0 ? sample.Media : null,
            [.. written.Select(name => (name, sample.Features[name]!))])));
    }

    /// <summary>A sample in work: what was found for each stage, and what was measured since.</summary>
    private sealed record Known(PlannedSample Sample, StageEntry?[] Entries)
    {
        public List<(int Stage, StageEntry Entry)> Measured { get; } = [];
    }

    private sealed class CachedStage(ShardCache shard, IStage stage, int index) : IStage
    {
        public StageNeeds Needs => stage.Needs;

        public IReadOnlyList<FeatureColumn> Columns => stage.Columns;

        public IReadOnlyList<ViewSpec> Views => stage.Views;

        public bool Hears => stage.Hears;

        public IReadOnlyList<ModelUse> Models => stage.Models;

        public StageReads Reads => stage.Reads;

        public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel) => shard.RunAsync(stage, index, batch, cancel);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the stage is shared by all shards and belongs to the run
    }
}
