using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>
/// What runs tell of themselves while they go on, for whoever listens: spans and counters named <see cref="Name"/>. Ids, codes and counts
/// alone (law 9). Every process that works on a run puts its spans into one trace, whose id is the run's key: nothing has to be handed on.
/// </summary>
public static class RunTelemetry
{
    /// <summary>Of the activity source and the meter.</summary>
    public const string Name = "Mm.Data";

    private const int SpanIdDigits = 16;
    private static readonly ActivitySource Spans = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Samples = Meter.CreateCounter<long>(
        "mmdata.samples", description: "Samples decided, by phase, outcome and reason, in shards that this process committed.");

    private static readonly Counter<long> Shards = Meter.CreateCounter<long>(
        "mmdata.shards", description: "Shards that this process had in hand, by phase and end.");

    private static readonly Histogram<double> ShardDuration = Meter.CreateHistogram<double>(
        "mmdata.shard.duration", "s", "Seconds from taking a shard to its end.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800],
        });

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>(
        "mmdata.runs.ended", description: "Runs that this process waited for, by how they ended.");

    /// <summary>Shows every series of a fixed set as 0, so that the first count is seen as one.</summary>
    public static void Announce()
    {
        foreach (var phase in Enum.GetValues<RunPhase>().Where(phase => phase is not RunPhase.Done))
        {
            foreach (var end in Enum.GetValues<ShardEnding>())
                Shards.Add(0, Tag("phase", EnumCode.Of(phase)), Tag("end", EnumCode.Of(end)));
        }

        foreach (var state in Enum.GetValues<RunState>().Where(state => state is not RunState.Running))
            Runs.Add(0, Tag("state", EnumCode.Of(state)));
        foreach (var outcome in Enum.GetValues<Outcome>().Where(outcome => outcome is not Outcome.Live))
            Samples.Add(0, Tag("phase", "measure"), Tag("outcome", EnumCode.Of(outcome)), Tag("reason", ""));
    }

    /// <summary>A shard that is taken. Disposed when its end is told.</summary>
    internal static Activity? Shard(ShardKey shard) => Spans.StartActivity(
        EnumCode.Of(shard.Phase), ActivityKind.Consumer, TraceOf(shard.RunKey),
        [Attribute("mmdata.run", shard.RunKey), Attribute("mmdata.shard", shard.Index)]);

    internal static void Ended(ShardKey shard, Activity? span, ShardEnding end, TimeSpan took)
    {
        Shards.Add(1, Tag("phase", EnumCode.Of(shard.Phase)), Tag("end", EnumCode.Of(end)));
        ShardDuration.Record(took.TotalSeconds, Tag("phase", EnumCode.Of(shard.Phase)));
        span?.SetTag("mmdata.end", EnumCode.Of(end));
        if (end is ShardEnding.Failed)
            span?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>The verdicts of a shard that was committed.</summary>
    internal static void Committed(RunPhase phase, PhaseTally tally)
    {
        foreach (var (verdict, count) in tally.ByReason)
        {
            var at = verdict.IndexOf('/', StringComparison.Ordinal);
            var (outcome, reason) = (verdict[..at], verdict[(at + 1)..]);
            Samples.Add(count, Tag("phase", EnumCode.Of(phase)), Tag("outcome", outcome), Tag("reason", reason));
            var counted = $"mmdata.samples.{outcome}";
            Activity.Current?.SetTag(counted, (Activity.Current.GetTagItem(counted) as long? ?? 0) + count);
        }
    }

    /// <summary>A file of a shard was written: where in the release a shard's rows went.</summary>
    internal static void Wrote(string path, long bytes) => Activity.Current?.AddEvent(new ActivityEvent(
        "file", tags: new ActivityTagsCollection { ["mmdata.path"] = path, ["mmdata.bytes"] = bytes }));

    /// <summary>Listing and digesting the input is over.</summary>
    internal static void Planned(ActiveRun run, DateTimeOffset now) =>
        Past("plan", run, now - TimeSpan.FromSeconds(run.PlanSeconds), now)?.Dispose();

    /// <summary>The run has ended for whoever waited for it.</summary>
    internal static void Ended(ActiveRun run, RunState state, TimeSpan took, DateTimeOffset now)
    {
        Runs.Add(1, Tag("state", EnumCode.Of(state)));
        using var span = Past("run", run, now - took, now);
        span?.SetTag("mmdata.state", EnumCode.Of(state));
        if (state is RunState.Failed)
            span?.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity? Past(string name, ActiveRun run, DateTimeOffset began, DateTimeOffset ended)
    {
        var span = Spans.StartActivity(
            name, ActivityKind.Internal, TraceOf(run.Key),
            [
                Attribute("mmdata.run", run.Key), Attribute("mmdata.pipeline", run.Definition.Name),
                Attribute("mmdata.samples", run.Plan.Samples.Count), Attribute("mmdata.shards", run.Plan.Shards.Count),
            ],
            startTime: began);
        span?.SetEndTime(ended.UtcDateTime);
        return span;
    }

    // Keys are digests: 32 hexadecimal digits or more.
    private static ActivityContext TraceOf(string runKey) => new(
        ActivityTraceId.CreateFromString(runKey.AsSpan(0, 2 * SpanIdDigits)),
        ActivitySpanId.CreateFromString(runKey.AsSpan(0, SpanIdDigits)),
        ActivityTraceFlags.Recorded,
        isRemote: true);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static KeyValuePair<string, object?> Attribute(string name, object value) => new(name, value);
}

/// <summary>How a worker parted from a shard.</summary>
internal enum ShardEnding : byte
{
    Done,
    Elsewhere,
    Failed,
}
