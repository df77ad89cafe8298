using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Mm.Data.Catalog;
using Mm.Data.Run.Workers;

namespace Mm.Data.Run;

/// <summary>
/// Tells a run that one of its jobs has failed for good, so that whoever waits for the run hears why, in this process or another.
/// </summary>
public sealed class JobFaultFilter(ActiveRuns runs, RunCatalog catalog, StateOptions state) : JobFilterAttribute, IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is FailedState failed && context.BackgroundJob.Job.Args is [string runKey, ..])
            _ = TellAsync(runKey, failed.Exception);
    }

    private Task TellAsync(string runKey, Exception fault) => runs.Find(runKey) is { } own
        ? own.FailAsync(fault)
        : state.Database is StateDatabase.Postgresql ? FailElsewhereAsync(runKey, fault) : Task.CompletedTask;

    // The process that waits for the run reads it there. What cannot be told is found again: the shard's job is made anew.
    private async Task FailElsewhereAsync(string runKey, Exception fault)
    {
        try
        {
            await catalog.FailAsync(runKey, fault.Message, CancellationToken.None);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }
}
