using System.Collections.Concurrent;

namespace Mm.Data.Run;

/// <summary>The runs that this process started and has in work, by key.</summary>
public sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<string, ActiveRun> _runs = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ActiveRun> All => [.. _runs.Values];

    public void Add(ActiveRun run)
    {
        if (!_runs.TryAdd(run.Key, run))
            throw new InvalidOperationException($"Run {run.Key} is already in work in this process.");
    }

    public void Remove(string key) => _runs.TryRemove(key, out _);

    /// <summary>Null when this process does not have the run: it was ended before the job came up.</summary>
    public ActiveRun? Find(string key) => _runs.GetValueOrDefault(key);
}
