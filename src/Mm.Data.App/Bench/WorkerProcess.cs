using System.Diagnostics;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>An <c>mmdata worker</c> that is held to one core, with all that it starts.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _rest;

    private WorkerProcess(Process process)
    {
        _process = process;
        _rest = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Starts one and waits until it takes jobs.</summary>
    /// <exception cref="EnvironmentException">It cannot be started; says what it said.</exception>
    public static async Task<WorkerProcess> StartAsync(int core, IReadOnlyList<string> settings, CancellationToken cancel)
    {
        var process = ChildRun.Start(["taskset", "--cpu-list", $"{core}", .. ChildRun.Mmdata, "worker", "--workers", "1", .. settings]);
        if (await process.StandardOutput.ReadLineAsync(cancel) is not null)
            return new WorkerProcess(process);
        using (process)
            throw new EnvironmentException($"The worker ended: {(await process.StandardError.ReadToEndAsync(cancel)).Trim()}");
    }

    /// <summary>Of it and its decoders so far, those that were replaced included.</summary>
    public double CpuSeconds() => ProcessTree.TreeCpuSeconds(_process.Id);

    /// <summary>Lets it and its decoder stand still: their core is free until <see cref="WakeAsync"/>.</summary>
    public Task SleepAsync() => SignalAllAsync("STOP");

    public Task WakeAsync() => SignalAllAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        // Told to stop, so that it strikes itself out of the catalog.
        if (!_process.HasExited)
            await ProcessSignal.SendAsync("TERM", [_process.Id], CancellationToken.None);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _rest;
        _process.Dispose();
    }

    private Task SignalAllAsync(string signal) =>
        ProcessSignal.SendAsync(signal, ProcessTree.Members(_process.Id), CancellationToken.None);
}
