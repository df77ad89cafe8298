using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Storage;

namespace Mm.Data.Run.Schedules;

/// <summary>Runs a window's pipeline over what is new or changed, and tries again when files change under it.</summary>
public sealed class WindowRuns(
    RunStarter starter, RunCatalog catalog, StageCatalog stages, StateOptions state, RunSources sources, Stores stores) : IWindowRuns
{
    private const int TriesUsual = 3;

    public async Task<WindowEnd> RunAsync(ScheduleRecord schedule, WindowRecord window, CancellationToken cancel)
    {
        var request = JsonSerializer.Deserialize<RunRequest>(schedule.RequestJson)! with
        {
            Output = Path.Combine(schedule.Output, WindowFolder.NameOf(window)), // below an address too
            Window = window.Key,
        };
        var tries = schedule.CursorTries ?? TriesUsual;
        var changes = new WindowChanges();
        for (var attempt = 1; ; attempt++)
        {
            string? runKey = null;
            try
            {
                if (!await TakeAsync(schedule, window, request, changes, isLast: attempt >= tries, cancel))
                    return changes.On(new WindowEnd(WindowState.Empty));
                var started = await starter.StartAsync(request, cancel);
                runKey = started.Run?.Key;
                return changes.On(await EndOfAsync(started, cancel));
            }
            catch (EnvironmentException) when (attempt < tries)
            {
                // What has changed is seen, and counted, when the files are taken anew. A machine that lacks something gets its chance too.
            }
            catch (EnvironmentException e)
            {
                // Before there is a run, the message may name files of the input.
                return changes.On(new WindowEnd(WindowState.Failed)
                {
                    RunKey = runKey,
                    Error = runKey is not null
                        ? e.Message
                        : "The input cannot be read, or changed while it was read. mmdata run over the same input says which files.",
                });
            }
            catch (ConfigurationException e)
            {
                return changes.On(new WindowEnd(WindowState.Failed) { RunKey = runKey, Error = e.Message });
            }
        }
    }

    private async Task<WindowEnd> EndOfAsync(StartedRun started, CancellationToken cancel)
    {
        if (started.Run is not { } run)
        {
            // A service published it and died before it could say so.
            var there = (await ReleaseOutput.At(started.Output, stores.BlobsOf(started.Output)).ExistingAsync(cancel))!;
            return new WindowEnd(WindowState.Published) { Samples = there.Counts.Measure.Entered };
        }

        var result = await starter.WaitAsync(run, cancel);
        var isPublished = result.Status is not PublishStatus.Refused;
        return new WindowEnd(isPublished ? WindowState.Published : WindowState.Refused)
        {
            RunKey = run.Key,
            Samples = run.Plan.Samples.Count,
            Error = isPublished ? null : "A gate refused the release; the run's page says which.",
        };
    }

    /// <summary>Settles which files the window takes, and keeps it before anything is read. False: none.</summary>
    private async Task<bool> TakeAsync(
        ScheduleRecord schedule, WindowRecord window, RunRequest request, WindowChanges changes, bool isLast, CancellationToken cancel)
    {
        var definition = PipelineFile.Load(request.PipelinePath, stages, request.Overrides);
        var filter = RunSources.FilterOf(window);
        var source = RunSources.Filtered(await sources.AllAsync(request, definition.Source, cancel), filter);
        if (schedule.CursorTries is null)
            return await AnyAsync(source, cancel);

        var entries = catalog.Schedules.Entries;
        var server = await ServerKey.OpenAsync(state, cancel);
        var before = await entries.OfAsync(window.Key, cancel);
        var known = window.Kind is WindowKind.Backfill ? new HashSet<string>() : await entries.KnownAsync(schedule.Name, cancel);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var entry in source.ListAsync(new SourceCensus(), cancel))
        {
            var version = await entry.ReadVersionAsync(cancel);
            var digest = RunSources.VersionOf(server, schedule.Name, entry, version);
            if (version is not null && known.Contains(digest))
                continue;
            var name = RunSources.NameOf(server, schedule.Name, entry);
            var isChanged = before.TryGetValue(name, out var earlier) && earlier != digest;
            if (!changes.Leaves(name, isChanged, isLast))
                taken[name] = digest;
        }

        await entries.WriteAsync(window.Key, taken, cancel);
        return taken.Count > 0;
    }

    private static async Task<bool> AnyAsync(ISource source, CancellationToken cancel)
    {
        await foreach (var _ in source.ListAsync(new SourceCensus(), cancel))
            return true;
        return false;
    }
}
