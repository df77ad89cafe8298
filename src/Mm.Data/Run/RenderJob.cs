using System.Security.Cryptography;
using Hangfire;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Mm.Data.Run.Workers;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>Renders the samples of one part file and writes it, with one audit event a sample.</summary>
[Queue("render")]
[JobRetry]
public sealed class RenderJob(
    RunFinder finder, RunCatalog catalog, ShardRunner shards, PhaseSteps steps, IDecoder decoder, ByteBudget budget,
    CanaryPictures canaries)
    : RunJob(finder, catalog, shards, steps)
{
    public Task RunAsync(string runKey, int part, CancellationToken cancel)
    {
        var work = new ShardWork(
            run => Identity(run, run.Selection.Parts[part]),
            (run, files, stop) => RenderAsync(run, run.Selection.Parts[part], files, stop));
        return ShardAsync(runKey, RunPhase.Render, part, work, cancel);
    }

    // Select is a pure function of the run, so the run's key and the ids say all that decides the part's bytes.
    private static ShardIdentity Identity(ActiveRun run, PartPlan part)
    {
        var ids = System.Text.Encoding.UTF8.GetBytes(
            string.Join('\n', part.SampleIds.Prepend(run.ReleaseKey)) + run.Quarantine.Stamp(part.SampleIds));
        return new ShardIdentity($"render-{part.Index:D5}", Convert.ToHexStringLower(SHA256.HashData(ids)));
    }

    private async Task<PhaseTally> RenderAsync(ActiveRun run, PartPlan part, ShardFiles files, CancellationToken cancel)
    {
        var rows = new RowBuilder(run.Definition, run.Measuring, run.TextOperators);
        var events = new List<AuditEvent>();
        var tally = new PhaseTally();
        await files.WriteAsync(part.Path, WritePartAsync, cancel);
        if (tally.Entered != part.SampleIds.Count)
            throw new InvalidOperationException($"Part {part.Path} has {part.SampleIds.Count} samples, {tally.Entered} were decided.");

        await run.Bookkeeping.TimeAsync(files.WriteAsync(
            $"audit/render-{part.Index:D5}.jsonl", stream => AuditFile.WriteAsync(stream, events, cancel), cancel));
        if (tally.Of(Outcome.Kept) == 0)
            files.Forget(part.Path); // nothing came through: a part without rows would only puzzle readers
        return tally;

        async Task WritePartAsync(Stream stream)
        {
            var writer = await SampleWriter.CreateAsync(stream, rows.Layout, run.Definition.Publish.RowGroupKib, cancel);
            await foreach (var (rendered, row, auditEvent) in RenderedAsync(run, part, rows, cancel))
            {
                if (row is not null)
                    await writer.AddAsync(row, cancel);
                tally.Add(rendered.Verdict);
                events.Add(auditEvent);
            }

            await writer.CompleteAsync(cancel);
        }
    }

    /// <summary>Renders ahead on every decoder child and yields in order. The window is the bound on what waits.</summary>
    private async IAsyncEnumerable<RenderedRow> RenderedAsync(
        ActiveRun run, PartPlan part, RowBuilder rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var definition = run.Definition;
        var renderer = new RowRenderer(definition, run.Measuring, rows, run.Quarantine, decoder, budget);
        var canary = new CanaryCheck(renderer.Samples, definition.Render.Fill, canaries);
        var featuresOf = run.Workspace.Spill(run.Selection).Read(part.Index);
        var window = new Queue<Task<RenderedRow>>();
        try
        {
            foreach (var (position, id) in part.SampleIds.Index())
            {
                if (position % definition.Render.CanaryEvery == 0)
                    run.Canaries.Add(await canary.RunAsync(cancel));
                window.Enqueue(renderer.RenderAsync(run.Plan.Find(id), featuresOf[id], cancel));
                if (window.Count > decoder.Width)
                    yield return await window.Dequeue();
            }

            while (window.Count > 0)
                yield return await window.Dequeue();

            // The part is not written to its end before the detectors have shown that they worked to the end.
            run.Canaries.Add(await canary.RunAsync(cancel));
        }
        finally
        {
            await Task.WhenAll(window).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
