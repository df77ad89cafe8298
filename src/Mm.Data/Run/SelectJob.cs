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
        active.Selection ??= await PartsAsync(active, await DecideAsync(active, cancel), cancel);

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
        var decisions = await DecideAsync(run, cancel);
        run.Selection = await PartsAsync(run, decisions, cancel);
        var tally = new PhaseTally();
        foreach (var decision in decisions)
            tally.Add(decision.Verdict);
        await run.Bookkeeping.TimeAsync(Durable.WriteAsync(
            Path.Combine(run.Workspace.Staging, "audit/select.jsonl"),
            stream => AuditFile.WriteAsync(stream, decisions.Select(SelectEvent), cancel), cancel));
        return tally;
    }

    /// <summary>Reads of each sample only what is decided on: embeddings and boxes of a whole run would fill the memory.</summary>
    private static async Task<IReadOnlyList<SelectDecision>> DecideAsync(ActiveRun run, CancellationToken cancel)
    {
        var options = run.Definition.Select;
        var read = Selector.Reads(options);
        var measured = new List<MeasuredSample>(run.Plan.Samples.Count);
        foreach (var file in FeatureFiles(run))
            measured.AddRange((await FeatureFile.ReadAsync(file, column => read.Contains(column.Name), cancel)).Rows);

        var decisions = Selector.Decide(measured, options, run.Definition.Render.Sound);
        var expected = measured.Count(m => m.Verdict.Outcome is Outcome.Kept);
        return decisions.Count == expected
            ? decisions
            : throw new InvalidOperationException($"{expected} samples entered Select, {decisions.Count} were decided.");
    }

    private static async Task<Selection> PartsAsync(ActiveRun run, IReadOnlyList<SelectDecision> decisions, CancellationToken cancel)
    {
        var parts = PartPlanner.Plan([.. decisions.Where(d => d.Verdict.Outcome is Outcome.Kept)], run);
        await run.Workspace.Spill.WriteAsync(FeatureFiles(run), parts, cancel);
        return new Selection(parts);
    }

    private static IEnumerable<string> FeatureFiles(ActiveRun run) =>
        run.Plan.Shards.Select(shard => Path.Combine(run.Workspace.Staging, $"features/part-{shard.Index:D5}.parquet"));

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
