using Hangfire;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>Measures one shard: features and one audit event a sample, no media.</summary>
[Queue("measure")]
[JobRetry]
public sealed class MeasureJob(
    ActiveRuns runs, RunCatalog catalog, ShardRunner shards, PhaseSteps steps, ShardMeasurer measurer)
    : RunJob(runs, catalog, shards, steps)
{
    /// <summary>Job arguments are ids alone: they stand in the job storage and on the dashboard.</summary>
    public Task RunAsync(string runKey, int shard, CancellationToken cancel)
    {
        var work = new ShardWork(
            run => new ShardIdentity($"measure-{shard:D5}", Digest(run, run.Plan.Shards[shard])),
            (run, files, stop) => MeasureAsync(run, run.Plan.Shards[shard], files, stop));
        return ShardAsync(runKey, RunPhase.Measure, shard, work, cancel);
    }

    private static string Digest(ActiveRun run, ShardPlan shard) =>
        $"{run.ReleaseKey}:{shard.Digest}{run.Quarantine.Stamp(run.Plan.SamplesOf(shard).Select(sample => sample.Id))}";

    private async Task<PhaseTally> MeasureAsync(ActiveRun run, ShardPlan shard, ShardFiles files, CancellationToken cancel)
    {
        var measured = await measurer.MeasureAsync(run.Measuring, run.Plan, shard, run.Quarantine, cancel);
        var columns = run.Measuring.Columns;
        var events = measured.Rows.Select(row => MeasureEvent.Of(row, columns));
        await files.WriteAsync(
            $"features/part-{shard.Index:D5}.parquet", stream => FeatureFile.WriteAsync(stream, columns, measured.Rows, cancel), cancel);
        await run.Bookkeeping.TimeAsync(files.WriteAsync(
            $"audit/measure-{shard.Index:D5}.jsonl", stream => AuditFile.WriteAsync(stream, events, cancel), cancel));
        return measured.Tally;
    }
}
