using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Audit.Log;
using Mm.Data.Catalog;
using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Render;
using Mm.Data.Run.Cache;
using Mm.Data.Run.Lineage;
using Mm.Data.Run.Workers;
using Mm.Data.Source;
using Mm.Data.Storage;

namespace Mm.Data.Run;

/// <summary>Turns a request into a run: checks everything that can be checked first, plans, and hands the shards to Hangfire.</summary>
public sealed class RunStarter(
    IServiceProvider services, StageCatalog stages, IDecoder decoder, RunCatalog catalog, ActiveRuns runs, RunReports reports,
    PhaseSteps steps, TimeProvider clock, KeptMeasurements kept, OnnxModels models,
    AuditOptions audit, SigningKeys signing, PlanSeal seal, RunSources sources, Stores stores, RunLineage lineage,
    KnownFolders knownFolders, RunOptions options)
{
    /// <summary>Starts the run, or finds that its release is there already.</summary>
    /// <exception cref="ConfigurationException">Pipeline file, models, input or output are not usable; nothing was written.</exception>
    /// <exception cref="EnvironmentException">The machine lacks something.</exception>
    public async Task<StartedRun> StartAsync(RunRequest request, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var pipeline = PipelineFile.Load(request.PipelinePath, stages, request.Overrides, services);
        var measuring = new MeasureChain(decoder, pipeline, kept);
        ActiveRun? run = null;
        try
        {
            run = await OpenAsync(request, pipeline.Definition, measuring, started, cancel);
        }
        finally
        {
            if (run is null)
                await measuring.DisposeAsync();
        }

        if (run is null)
            return StartedRun.Already(request.Output);
        try
        {
            await EnterAsync(run, cancel);
            await lineage.StartedAsync(run);
            Enqueue(run);
        }
        catch (Exception e)
        {
            await EndAsync(run);
            throw CatalogDatabase.Explain(e, catalog.Place) ?? Rethrown(e);
        }

        return new StartedRun(run, request.Output);
    }

    /// <summary>Waits for the end of a run and releases what it held. Throws what ended the run if it failed.</summary>
    public async Task<PublishResult> WaitAsync(ActiveRun run, CancellationToken cancel)
    {
        try
        {
            var result = await run.Done.Task.WaitAsync(cancel);
            run.Report = await reports.MakeAsync(run, result, cancel);
            Told(run, result.Status is PublishStatus.Refused ? RunState.Refused : RunState.Published);
            await lineage.EndedAsync(run, result);
            return result;
        }
        catch (Exception e)
        {
            var fault = CatalogDatabase.Explain(e, catalog.Place) ?? e;
            await run.FailAsync(fault);
            await NoteAsync(run, fault);
            Told(run, RunState.Failed);
            await lineage.FailedAsync(run, fault);
            throw Rethrown(fault);
        }
        finally
        {
            await EndAsync(run);
        }
    }

    private void Told(ActiveRun run, RunState state) =>
        RunTelemetry.Ended(run, state, clock.GetElapsedTime(run.StartedTimestamp), clock.GetUtcNow());

    /// <summary>Plans the run and takes its place in work; null when its release is there already.</summary>
    private async Task<ActiveRun?> OpenAsync(
        RunRequest request, PipelineDefinition definition, MeasureChain measuring, long started, CancellationToken cancel)
    {
        var source = await sources.OpenAsync(request, definition.Source, cancel);
        var output = ReleaseOutput.At(request.Output, stores.BlobsOf(request.Output));
        var work = stores.WorkOf(request.Output);
        var there = await output.ExistingAsync(cancel);
        if (there is null)
            await output.CheckFreeAsync(request.Replace, cancel); // before the work, not after it
        var plan = await Planner.PlanAsync(source, definition.Shards, cancel);

        var key = RunKeys.KeyOf(definition, services.GetService<RedactionKey>());
        var known = await KnownReleases.FindAsync(definition, () => knownFolders, cancel);
        var releaseKey = RunKeys.Release(definition, plan, measuring.Models, key, known);
        if (there?.RunKey == releaseKey && (!request.Replace || RunWorkspace.WasReplacing(work, releaseKey)))
        {
            if (!request.Replace)
                await CheckPutBackAsync(definition, plan, request.Output, cancel);
            // Whoever published it may have died before it was on the disk, or before its work was cleared away.
            output.MakeDurable();
            RunWorkspace.SweepPublished(work, releaseKey);
            return null;
        }

        await output.CheckFreeAsync(request.Replace, cancel);
        // A key that cannot be read is found before the work, not after it; a process that never publishes needs none and makes none.
        if (options.QueueList.Contains(RunOptions.PublishQueue))
            await signing.OpenAsync(cancel);
        var run = new ActiveRun
        {
            Key = RunKeys.Run(releaseKey, request.Output),
            ReleaseKey = releaseKey,
            Request = request,
            Definition = definition,
            Plan = plan,
            RedactionKey = key,
            TextOperators = new TextOperators(definition.Render.Text, key),
            Measuring = measuring,
            Known = known,
            OpenLogAsync = async stop => LogStore.Of(audit, request.Output, await signing.OpenAsync(stop), stores.BlobsOf),
            Workspace = RunWorkspace.Open(work, releaseKey),
            EngineBefore = EngineCounts.Of(models),
            Bookkeeping = new Bookkeeping(clock),
            StartedTimestamp = started,
            PlanSeconds = clock.GetElapsedTime(started).TotalSeconds,
        };
        runs.Add(run);
        RunTelemetry.Planned(run, clock.GetUtcNow());
        return run;
    }

    /// <summary>Samples that were put back are tried by the next run, and this one would do nothing.</summary>
    private async Task CheckPutBackAsync(PipelineDefinition definition, RunPlan plan, string output, CancellationToken cancel)
    {
        var known = await catalog.Quarantine.ListAsync(new QuarantineChoice(definition.Name, [], []), cancel);
        var ids = known.Where(record => record.IsPutBack).Select(record => record.SampleId).ToHashSet(StringComparer.Ordinal);
        if (plan.Samples.Count(sample => ids.Contains(sample.Id)) is var count and > 0)
        {
            throw new ConfigurationException(
                $"The release of this run is in {output} already, but {count} of its samples were put back from quarantine. "
                + "Run with --replace to try them again, or name another output.");
        }
    }

    private async Task EnterAsync(ActiveRun run, CancellationToken cancel)
    {
        var record = new RunRecord
        {
            Key = run.Key,
            ReleaseKey = run.ReleaseKey,
            Pipeline = run.Definition.Name,
            RequestJson = JsonSerializer.Serialize(run.Request),
            Output = BlobAddress.Full(run.Request.Output),
            Samples = run.Plan.Samples.Count,
            IgnoredJson = JsonSerializer.Serialize(run.Plan.Census.Ignored),
        };
        await seal.WriteAsync(run.Workspace, run.ReleaseKey, run.Plan, cancel);
        var known = await catalog.Quarantine.ListAsync(new QuarantineChoice(run.Definition.Name, [], []), cancel);
        await KnownQuarantine.WriteAsync(run.Workspace, known, cancel);
        await catalog.BeginAsync(record, [.. run.Plan.Shards.Select(s => s.Count)], cancel);
        run.Epoch = record.Epoch;
    }

    private void Enqueue(ActiveRun run)
    {
        foreach (var shard in run.Plan.Shards)
            steps.Enqueue(new ShardKey(run.Key, RunPhase.Measure, shard.Index));
    }

    // What ended the run is what the operator must hear, also where it cannot be written down any more.
    private async Task NoteAsync(ActiveRun run, Exception fault)
    {
        try
        {
            await catalog.EndAsync(
                run.Key, RunState.Failed, fault is OperationCanceledException ? "interrupted" : fault.Message, CancellationToken.None);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            // The same command begins the run anew, whatever stands there.
        }
    }

    private static Exception Rethrown(Exception e)
    {
        ExceptionDispatchInfo.Throw(e); // with the place where it was thrown first
        return e;
    }

    private async Task EndAsync(ActiveRun run)
    {
        runs.Remove(run.Key);
        await run.DisposeAsync();
    }
}

/// <summary>A run on its way, or (null) a release that was there already.</summary>
public sealed record StartedRun(ActiveRun? Run, string Output)
{
    public static StartedRun Already(string output) => new(null, output);
}
