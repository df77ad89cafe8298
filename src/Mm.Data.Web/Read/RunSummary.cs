using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Read;

/// <summary>Samples that a phase ended with an outcome for a reason.</summary>
public sealed record ReasonCount(RunPhase Phase, string Outcome, string Reason, long Samples);

/// <summary>How far a phase is. Times are the database's, Unix milliseconds; the rate is over the whole phase so far.</summary>
public sealed record PhaseProgress
{
    public required RunPhase Phase { get; init; }

    public required int Shards { get; init; }

    public required int Done { get; init; }

    public required int InWork { get; init; }

    /// <summary>Shards that were begun more than once.</summary>
    public required int TriedAgain { get; init; }

    public required long Samples { get; init; }

    public required long SamplesDone { get; init; }

    public long? StartedMs { get; init; }

    /// <summary>When the last shard ended so far.</summary>
    public long? EndedMs { get; init; }

    /// <summary>Samples a second; null until a shard has ended, or where what was done was there already.</summary>
    public double? Rate => StartedMs is { } from && EndedMs is { } to && to > from && SamplesDone > 0
        ? SamplesDone * 1000.0 / (to - from)
        : null;

    public TimeSpan? Left => Rate is { } rate && SamplesDone < Samples ? TimeSpan.FromSeconds((Samples - SamplesDone) / rate) : null;
}

/// <summary>What the shards of a run tell together.</summary>
public sealed record RunSummary
{
    private const int BucketsMax = 60;

    public required Funnel Funnel { get; init; }

    public required IReadOnlyList<PhaseProgress> Phases { get; init; }

    /// <summary>Every reason but that of the kept, the most frequent first.</summary>
    public required IReadOnlyList<ReasonCount> Reasons { get; init; }

    /// <summary>Samples done in equal stretches of the run's time, oldest first.</summary>
    public required IReadOnlyList<long> Throughput { get; init; }

    /// <summary>Length of a stretch of <see cref="Throughput"/>.</summary>
    public required double BucketSeconds { get; init; }

    public static RunSummary Of(IReadOnlyList<ShardRecord> shards)
    {
        var funnel = Funnel.Of(shards);
        var (buckets, seconds) = Buckets(shards);
        return new RunSummary
        {
            Funnel = funnel,
            Phases = [.. shards.GroupBy(shard => shard.Phase).OrderBy(phase => phase.Key).Select(phase => Progress(phase.Key, [.. phase]))],
            Reasons =
            [
                .. funnel.Phases.SelectMany(phase => phase.Tally.ByReason.Select(pair => Count(phase.Phase, pair.Key, pair.Value)))
                    .Where(count => count.Outcome != EnumCode.Of(Outcome.Kept))
                    .OrderByDescending(count => count.Samples).ThenBy(count => count.Reason, StringComparer.Ordinal),
            ],
            Throughput = buckets,
            BucketSeconds = seconds,
        };
    }

    private static ReasonCount Count(RunPhase phase, string key, long samples)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return new ReasonCount(phase, key[..slash], key[(slash + 1)..], samples);
    }

    private static PhaseProgress Progress(RunPhase phase, IReadOnlyList<ShardRecord> shards) => new()
    {
        Phase = phase,
        Shards = shards.Count,
        Done = shards.Count(shard => shard.Done),
        InWork = shards.Count(shard => shard is { Done: false, Holder: not null }),
        TriedAgain = shards.Count(shard => shard.Attempts > 1),
        Samples = shards.Sum(shard => (long)shard.Samples),
        SamplesDone = shards.Where(shard => shard.Done).Sum(shard => (long)shard.Samples),
        StartedMs = shards.Min(shard => shard.StartedMs),
        EndedMs = shards.Max(shard => shard.EndedMs),
    };

    private static (IReadOnlyList<long> Buckets, double Seconds) Buckets(IReadOnlyList<ShardRecord> shards)
    {
        var timed = shards.Where(shard => shard is { Done: true, StartedMs: not null, EndedMs: not null }).ToArray();
        if (timed.Length < 2)
            return ([], 0);
        var (from, to) = (timed.Min(shard => shard.StartedMs!.Value), timed.Max(shard => shard.EndedMs!.Value));
        if (to <= from)
            return ([], 0);
        var buckets = new long[Math.Min(BucketsMax, timed.Length)];
        foreach (var shard in timed)
            buckets[(int)Math.Min(buckets.Length - 1, (shard.EndedMs!.Value - from) * buckets.Length / (to - from))] += shard.Samples;
        return (buckets, (to - from) / 1000.0 / buckets.Length);
    }
}
