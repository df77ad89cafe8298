using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Mm.Data.Pipeline;
using Mm.Data.Run.Workers;

namespace Mm.Data.Run;

/// <summary>
/// Three attempts in a few seconds, in place of Hangfire's ten in four and a half hours. What another attempt cannot mend (a full
/// disk, a wrong setting) fails at once, so that the operator hears of it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class JobRetryAttribute : JobFilterAttribute, IElectStateFilter
{
    private const string Attempt = "Attempt";
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    /// <summary>Long enough for another worker to be the one that takes it.</summary>
    private static readonly TimeSpan HandedBack = TimeSpan.FromSeconds(3);

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is FailedState { Exception: CannotJoinException })
        {
            context.CandidateState = new ScheduledState(HandedBack) { Reason = "This worker cannot take part in the run" };
            return;
        }

        if (context.CandidateState is not FailedState failed || failed.Exception is EnvironmentException or ConfigurationException)
            return;
        var attempt = context.GetJobParameter<int>(Attempt, allowStale: true);
        if (attempt >= Delays.Length)
            return;
        context.SetJobParameter(Attempt, attempt + 1);
        context.CandidateState =
            new ScheduledState(Delays[attempt]) { Reason = $"Attempt {attempt + 1} failed: {failed.Exception.GetType().Name}" };
    }
}
