using Hangfire;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run.Workers;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>
/// Decides on the features of the whole run and plans the release's part files. A pure function of the features: run again, it says
/// the same.
/// </summary>
[Queue(RunOptions.PublishQueue)]
[JobRetry]
public sealed class SelectJob(RunFinder finder, RunCatalog catalog, ShardRunner shards, PhaseSteps steps)
    : RunJob(finder, catalog, shards, steps)
{
    // Made anew by a run that starts again: the parts' features are scratch, and nobody vouches for them after a power cut.
    public Task RunAsync(string runKey, CancellationToken cancel) => ShardAsync(
        runKey, RunPhase.Select, 0, new ShardWork(_ => new ShardIdentity("select", null), WriteAsync), cancel);

    private static async Task<PhaseTally> WriteAsync(ActiveRun run, ShardFiles files, CancellationToken cancel)
    {
        var decisions = await DecideAsync(run, cancel);
        var kept = decisions.Kept.ToList();
        var parts = PartPlanner.Plan(kept, run);
        var selection = new Selection(Path.GetRelativePath(run.Workspace.Markers, Path.Combine(files.Folder, "features")), parts);
        var difficulties = kept.Where(sample => sample.Difficulty is not null)
            .ToDictionary(sample => sample.Id, sample => sample.Difficulty!.Value, StringComparer.Ordinal);
        await run.Workspace.Spill(selection).WriteAsync(FeatureFiles(run), parts, difficulties, cancel);
        await files.WriteWorkAsync(SelectionFile.Name, stream => SelectionFile.WriteAsync(stream, selection), cancel);

        var tally = new PhaseTally();
        foreach (var decision in decisions)
            tally.Add(decision.Verdict);
        await run.Bookkeeping.TimeAsync(files.WriteAsync(
            "audit/select.jsonl", stream => AuditFile.WriteAsync(stream, decisions.Select(EventOf), cancel), cancel));
        return tally;
    }

    /// <summary>Reads of each sample only what is decided on: embeddings and boxes of a whole run would fill the memory.</summary>
    private static async Task<Decisions> DecideAsync(ActiveRun run, CancellationToken cancel)
    {
        var options = run.Definition.Select;
        var table = new SelectTableBuilder(options);
        var expected = 0;
        await foreach (var row in FeatureFile.RowsAsync(FeatureFiles(run), Selector.Reads(options), cancel))
        {
            table.Add(row);
            expected += row.Verdict.Outcome is Outcome.Kept ? 1 : 0;
        }

        var known = await run.Known.ReadAsync(cancel);
        var decisions = Selector.Decide(table.Build(), options, run.Definition.Render.Sound, known);
        return decisions.Count == expected
            ? decisions
            : throw new InvalidOperationException($"{expected} samples entered Select, {decisions.Count} were decided.");
    }

    private static IEnumerable<string> FeatureFiles(ActiveRun run) =>
        run.Plan.Shards.Select(shard => Path.Combine(run.Workspace.Staging, $"features/part-{shard.Index:D5}.parquet"));

    public static AuditEvent EventOf(SelectDecision decision)
    {
        var codes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var told = new[]
        {
            ("split", decision.Split), ("duplicate-of", decision.DuplicateOf), ("cluster", decision.Cluster),
            ("known-set", decision.Known?.Set), ("known-release", decision.Known?.Release), ("known-sample", decision.Known?.SampleId),
            ("known-by", decision.Known?.By),
        };
        foreach (var (role, code) in told)
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
