using Hangfire;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>
/// Decides on the features of the whole run and plans the release's part files. A pure function of the features: run again, it says
/// the same.
/// </summary>
[Queue("select")]
[JobRetry]
public sealed class SelectJob(ActiveRuns runs, RunCatalog catalog, IBackgroundJobClient jobs) : RunJob(runs, catalog, jobs)
{
    public async Task RunAsync(string runKey, CancellationToken cancel)
    {
        var work = new ShardWork(
            run => new ShardIdentity("select", run.Key),
            async (run, stop) => new ShardMade(await WriteAsync(run, stop), ["audit/select.jsonl"]));
        await Catalog.PlanAsync(runKey, RunPhase.Select, [0], cancel);
        if (await ShardAsync(runKey, RunPhase.Select, 0, work, cancel) is not { } active)
            return;
        active.Selection ??= await DecideAsync(active, cancel);

        var parts = active.Selection.Parts;
        await Catalog.PlanAsync(runKey, RunPhase.Render, [.. parts.Select(p => p.SampleIds.Count)], cancel);
        if (await Catalog.TryAdvanceAsync(runKey, RunPhase.Select, parts.Count > 0 ? RunPhase.Render : RunPhase.Publish, cancel))
            StartNext(runKey, parts.Count);
    }

    private void StartNext(string runKey, int parts)
    {
        if (parts == 0)
            Jobs.Enqueue<PublishJob>(job => job.RunAsync(runKey, CancellationToken.None));
        foreach (var part in Enumerable.Range(0, parts))
            Jobs.Enqueue<RenderJob>(job => job.RunAsync(runKey, part, CancellationToken.None));
    }

    private static async Task<PhaseTally> WriteAsync(ActiveRun run, CancellationToken cancel)
    {
        var selection = run.Selection = await DecideAsync(run, cancel);
        var tally = new PhaseTally();
        foreach (var decision in selection.Decisions)
            tally.Add(decision.Verdict);
        await run.Bookkeeping.TimeAsync(Durable.WriteAsync(
            Path.Combine(run.Workspace.Staging, "audit/select.jsonl"),
            stream => AuditFile.WriteAsync(stream, selection.Decisions.Select(SelectEvent), cancel), cancel));
        return tally;
    }

    private static async Task<Selection> DecideAsync(ActiveRun run, CancellationToken cancel)
    {
        var measured = new List<MeasuredSample>(run.Plan.Samples.Count);
        foreach (var shard in run.Plan.Shards)
        {
            var file = Path.Combine(run.Workspace.Staging, $"features/part-{shard.Index:D5}.parquet");
            measured.AddRange((await FeatureFile.ReadAsync(file, cancel)).Rows);
        }

        var decisions = Selector.Decide(measured, run.Definition.Select, run.Definition.Render.Sound);
        var expected = measured.Count(m => m.Verdict.Outcome is Outcome.Kept);
        if (decisions.Count != expected)
            throw new InvalidOperationException($"{expected} samples entered Select, {decisions.Count} were decided.");
        var kept = decisions.Where(d => d.Verdict.Outcome is Outcome.Kept).ToArray();
        var wanted = kept.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        return new Selection(
            decisions,
            measured.Where(m => wanted.Contains(m.Id)).ToDictionary(m => m.Id, StringComparer.Ordinal),
            PartPlanner.Plan(kept, run));
    }

    private static AuditEvent SelectEvent(SelectDecision decision)
    {
        var codes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var known = new[] { ("split", decision.Split), ("duplicate-of", decision.DuplicateOf), ("cluster", decision.Cluster) };
        foreach (var (role, code) in known)
        {
            if (code is not null)
                codes[role] = code;
        }

        return new AuditEvent
        {
            Phase = Phase.Select,
            SampleId = decision.Id,
            Verdict = decision.Verdict,
            Facts = decision.Facts,
            Codes = codes,
        };
    }
}
