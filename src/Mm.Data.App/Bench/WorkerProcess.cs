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
    public Task SleepAsync() => SignalAsync("STOP", ProcessTree.Members(_process.Id));

    public Task WakeAsync() => SignalAsync("CONT", ProcessTree.Members(_process.Id));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await SignalAsync("TERM", [_process.Id]); // told to stop, so that it strikes itself out of the catalog

        await _process.WaitForExitAsync(CancellationToken.None);
        await _rest;
        _process.Dispose();
    }

    /// <summary>By a shell: .NET can only kill.</summary>
    private static async Task SignalAsync(string signal, IEnumerable<int> processes)
    {
        using var shell = Process.Start("/bin/sh", ["-c", $"kill -s {signal} {string.Join(' ', processes)}"]);
        await shell.WaitForExitAsync(CancellationToken.None);
    }
}
