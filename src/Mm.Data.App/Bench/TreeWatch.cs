using System.Diagnostics;

namespace Mm.Data.App.Bench;

/// <summary>
/// Watches a child process and all below it while it runs: CPU of every process that was seen, and the largest memory of all together.
/// Looks ten times a second, so the last tenth of a process is missed; a process killed inside a sandbox never reports its time to its
/// parent.
/// </summary>
internal sealed class TreeWatch
{
    private const int LooksPerMemory = 5; // reading a process's memory map costs milliseconds
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, double> _cpu = [];

    public double CpuSeconds => _cpu.Values.Sum();

    public double MemoryMibMax { get; private set; }

    public async Task RunAsync(Process process, CancellationToken cancel)
    {
        for (var look = 0; !process.HasExited; look++)
        {
            Look(process.Id, look % LooksPerMemory == 0);
            await Task.WhenAny(process.WaitForExitAsync(cancel), Task.Delay(Pause, cancel));
            cancel.ThrowIfCancellationRequested();
        }
    }

    private void Look(int root, bool isMemoryToo)
    {
        var memory = 0.0;
        foreach (var id in ProcessTree.Members(root))
        {
            if (ProcessTree.OwnCpuSeconds(id) is { } seconds)
                _cpu[id] = Math.Max(seconds, _cpu.GetValueOrDefault(id));
            if (isMemoryToo)
                memory += ProcessTree.MemoryMib(id);
        }

        MemoryMibMax = Math.Max(MemoryMibMax, memory);
    }
}
