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
    ActiveRuns runs, RunCatalog catalog, IBackgroundJobClient jobs, ShardMeasurer measurer)
    : RunJob(runs, catalog, jobs)
{
    /// <summary>Job arguments are ids alone: they stand in the job storage and on the dashboard.</summary>
    public async Task RunAsync(string runKey, int shard, CancellationToken cancel)
    {
        var work = new ShardWork(
            run => new ShardIdentity($"measure-{shard:D5}", $"{run.ReleaseKey}:{run.Plan.Shards[shard].Digest}"),
            (run, stop) => MeasureAsync(run, run.Plan.Shards[shard], stop));
        if (await ShardAsync(runKey, RunPhase.Measure, shard, work, cancel) is not null
            && await Catalog.TryAdvanceAsync(runKey, RunPhase.Measure, RunPhase.Select, cancel))
            Jobs.Enqueue<SelectJob>(job => job.RunAsync(runKey, CancellationToken.None));
    }

    private async Task<ShardMade> MeasureAsync(ActiveRun run, ShardPlan shard, CancellationToken cancel)
    {
        var measured = await measurer.MeasureAsync(run.Measuring, run.Plan, shard, cancel);
        var columns = run.Measuring.Columns;
        var events = measured.Rows.Select(row => MeasureEvent.Of(row, columns));
        var features = $"features/part-{shard.Index:D5}.parquet";
        var audit = $"audit/measure-{shard.Index:D5}.jsonl";
        await Durable.WriteAsync(
            Path.Combine(run.Workspace.Staging, features),
            stream => FeatureFile.WriteAsync(stream, columns, measured.Rows, cancel),
            cancel);
        await run.Bookkeeping.TimeAsync(Durable.WriteAsync(
            Path.Combine(run.Workspace.Staging, audit), stream => AuditFile.WriteAsync(stream, events, cancel), cancel));
        return new ShardMade(measured.Tally, [features, audit]);
    }
}
