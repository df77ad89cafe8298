using Hangfire;

namespace Mm.Data.Web.Read;

/// <summary>A queue, the jobs that wait in it, and those that a worker has taken, where the storage tells.</summary>
public sealed record QueueLength(string Name, long Waiting, long? Fetched);

/// <summary>Lengths of the queues; asked for at most once a second, however many look.</summary>
public sealed class QueueFacts(JobStorage storage, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly AnswerCache<string, IReadOnlyList<QueueLength>> _lists = new(1, clock);

    public Task<IReadOnlyList<QueueLength>> ListAsync(CancellationToken cancel) => _lists.GetAsync(
        "", Lifetime, () => Task.Run(List), cancel);

    private IReadOnlyList<QueueLength> List() =>
        [.. storage.GetMonitoringApi().Queues().Select(queue => new QueueLength(queue.Name, queue.Length, queue.Fetched))];
}
