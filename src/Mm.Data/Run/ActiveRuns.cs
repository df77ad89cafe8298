using System.Collections.Concurrent;

namespace Mm.Data.Run;

/// <summary>The runs in work in this process, by key.</summary>
public sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<string, ActiveRun> _runs = new(StringComparer.Ordinal);

    public void Add(ActiveRun run)
    {
        if (!_runs.TryAdd(run.Key, run))
            throw new InvalidOperationException($"Run {run.Key} is already in work in this process.");
    }

    public void Remove(string key) => _runs.TryRemove(key, out _);

    public ActiveRun? Find(string key) => _runs.GetValueOrDefault(key);

    /// <exception cref="InvalidOperationException">A job of a run that this process does not have: it was ended before the job came
    /// up.</exception>
    public ActiveRun Get(string key) =>
        Find(key) ?? throw new InvalidOperationException($"Run {key} is not in work in this process.");
}
