using Microsoft.Extensions.Hosting;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// Starts hosts with Hangfire one after another: while one is put together, Hangfire keeps its job storage where the next would find it.
/// </summary>
internal static class HostGate
{
    private static readonly SemaphoreSlim _one = new(1, 1);

    public static async Task StartAsync(IHost host, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await host.StartAsync(cancel);
        }
        finally
        {
            _one.Release();
        }
    }
}
