using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run;

namespace Mm.Data.Web.Api;

/// <summary>Runs that callers of the API start: they go on when the call is answered, and are given back when the service ends.</summary>
internal sealed class OrderedRuns(RunStarter starter, ActiveRuns active, RunCatalog catalog) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Task> _inWork = new(StringComparer.Ordinal);

    /// <summary>Plans a run and begins it. Null: its release is there already.</summary>
    public async Task<string?> StartAsync(RunRequest request, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        if ((await starter.StartAsync(request, either.Token)).Run is not { } run)
            return null;
        _inWork[run.Key] = WaitAsync(run);
        return run.Key;
    }

    /// <summary>Ends a run that is in work, here or elsewhere. Done shards stay: the same order goes on with them.</summary>
    public async Task CancelAsync(string key, CancellationToken cancel)
    {
        const string why = "It was cancelled.";
        await catalog.FailAsync(key, why, cancel);
        if (active.Find(key) is { } run)
            await run.FailAsync(new EnvironmentException(why));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_inWork.Values).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private async Task WaitAsync(ActiveRun run)
    {
        await Task.Yield();
        try
        {
            await starter.WaitAsync(run, _stop.Token);
        }
        catch (Exception)
        {
            // The starter has written into the catalog what ended the run; nobody waits here to hear it again.
        }
    }
}
