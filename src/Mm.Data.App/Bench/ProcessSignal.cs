using System.Diagnostics;

namespace Mm.Data.App.Bench;

/// <summary>
/// Signals to other processes, by the shell's own kill: .NET can only kill, and a bare system has no program of that name.
/// </summary>
internal static class ProcessSignal
{
    /// <param name="signal">Its name without SIG: TERM, STOP.</param>
    /// <param name="processes">Their ids; one that has ended gets none.</param>
    /// <param name="cancel">Waits no longer.</param>
    public static async Task SendAsync(string signal, IEnumerable<int> processes, CancellationToken cancel)
    {
        using var shell = Process.Start("/bin/sh", ["-c", $"kill -s {signal} {string.Join(' ', processes)}"]);
        await shell.WaitForExitAsync(cancel);
    }
}
