using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Run.Workers;

/// <summary>
/// Finds the run of a job: one that this process started, or one of another that it joins at its first job. A run is joined once for all
/// its jobs, and again when it is begun anew.
/// </summary>
public sealed class RunFinder(
    ActiveRuns runs, RunCatalog catalog, RunJoiner joiner, StateOptions state, ILogger<RunFinder> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JoinedRun> _joined = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _joining = new(1, 1);

    internal IReadOnlyCollection<JoinedRun> Joined => [.. _joined.Values];

    /// <summary>Null: the run has ended, and the job is left over from it.</summary>
    /// <exception cref="CannotJoinException">Another process may be able to.</exception>
    public async Task<RunHold?> FindAsync(string runKey, CancellationToken cancel)
    {
        if (runs.Find(runKey) is { } own)
            return own.Stop.IsCancellationRequested ? null : new RunHold(own, () => ValueTask.CompletedTask);
        if (state.Database is not StateDatabase.Postgresql)
            return null; // jobs in memory are this process's alone
        if (await catalog.RunAsync(runKey, cancel) is not { State: RunState.Running } record)
            return null;

        await _joining.WaitAsync(cancel);
        try
        {
            if (_joined.TryGetValue(runKey, out var joined) && joined.Run.Epoch == record.Epoch && joined.TryHold() is { } hold)
                return hold;
            if (joined is not null)
                await RetireAsync(joined);
            var run = new JoinedRun(await JoinAsync(record, cancel));
            _joined[runKey] = run;
            return run.TryHold();
        }
        finally
        {
            _joining.Release();
        }
    }

    /// <summary>Leaves a run that has ended or was begun anew.</summary>
    internal async Task RetireAsync(JoinedRun joined)
    {
        _joined.TryRemove(KeyValuePair.Create(joined.Run.Key, joined));
        await joined.RetireAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var joined in Joined)
            await RetireAsync(joined);
        _joining.Dispose();
    }

    private async Task<ActiveRun> JoinAsync(RunRecord record, CancellationToken cancel)
    {
        try
        {
            return await joiner.JoinAsync(record, cancel);
        }
        catch (Exception e) when (e is EnvironmentException or ConfigurationException)
        {
            log.CannotJoin(record.Key[..8], e.Message);
            throw new CannotJoinException(e.Message, e);
        }
    }
}
