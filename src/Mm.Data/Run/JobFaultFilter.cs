using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace Mm.Data.Run;

/// <summary>Tells a run that one of its jobs has failed for good, so that whoever waits for the run hears why.</summary>
public sealed class JobFaultFilter(ActiveRuns runs) : JobFilterAttribute, IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is FailedState failed && context.BackgroundJob.Job.Args is [string runKey, ..])
            _ = runs.Find(runKey)?.FailAsync(failed.Exception);
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }
}
