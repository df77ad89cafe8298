using System.Runtime.CompilerServices;
using Hangfire;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>Measures one shard: features and one audit event a sample, no media.</summary>
[Queue("measure")]
[JobRetry]
public sealed class MeasureJob(
    ActiveRuns runs, RunCatalog catalog, IBackgroundJobClient jobs, ByteBudget budget, DecodeOptions limits, TimeProvider clock)
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
        var rows = new MeasuredSample[shard.Count];
        var tally = new PhaseTally();
        var columns = run.Columns;
        var entered = await new PhaseRunner(clock, run.Meter)
            .RunAsync(FeedAsync(run, shard, cancel), [run.Views, .. run.Stages], Retire, cancel);
        if (entered != shard.Count || tally.Entered != shard.Count)
            throw new InvalidOperationException(
                $"Shard {shard.Index} has {shard.Count} samples, {entered} entered, {tally.Entered} were decided.");

        foreach (var stage in run.Stages.OfType<IShardStage>())
            await stage.FinishAsync(rows, cancel);
        var events = rows.Select(row => MeasureEvent.Of(row, columns));

        var features = $"features/part-{shard.Index:D5}.parquet";
        var audit = $"audit/measure-{shard.Index:D5}.jsonl";
        await Durable.WriteAsync(
            Path.Combine(run.Workspace.Staging, features), stream => FeatureFile.WriteAsync(stream, columns, rows, cancel), cancel);
        await run.Bookkeeping.TimeAsync(Durable.WriteAsync(
            Path.Combine(run.Workspace.Staging, audit), stream => AuditFile.WriteAsync(stream, events, cancel), cancel));
        return new ShardMade(tally, [features, audit]);

        void Retire(Sample sample)
        {
            if (sample.IsLive)
                sample.Decide(Outcome.Kept, "measure", "measured");
            tally.Add(sample.Verdict);
            rows[sample.Position] = new MeasuredSample(sample.Id, sample.AssetSha256, sample.Verdict, sample.Features);
        }
    }

    private async IAsyncEnumerable<Sample> FeedAsync(
        ActiveRun run, ShardPlan shard, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var position = 0; position < shard.Count; position++)
        {
            var planned = run.Plan.Samples[shard.First + position];
            var room = await budget.RentAsync((2 * planned.Entry.AssetBytes) + run.Views.ViewBytesMax, cancel);
            var tooLarge = planned.Entry.AssetBytes > limits.InputMibMax * 1024L * 1024;
            var content = tooLarge ? Decoded.Failed<SampleContent>("decode.too-large") : await planned.ReadAsync(cancel);
            var sample = new Sample(planned.Id, position)
            {
                Encoded = content.Value?.Asset ?? default,
                Caption = content.Value?.Caption ?? "",
                AssetSha256 = planned.AssetSha256,
            };
            sample.Own(room);
            if (content.Reason is { } reason)
                sample.Decide(Outcome.Failed, ViewsStage.StageName, reason);
            yield return sample;
        }
    }
}
