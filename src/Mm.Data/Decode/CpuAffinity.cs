using System.Runtime.InteropServices;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>Which processor cores a process may use, and how it confines itself to one.</summary>
public static partial class CpuAffinity
{
    private const int MaskWords = 64; // 4,096 cores
    private const int WordBits = 64;

    /// <summary>Cores that this process may use, ascending.</summary>
    public static IReadOnlyList<int> Allowed()
    {
        var mask = new ulong[MaskWords];
        if (GetAffinity(Environment.ProcessId, MaskWords * sizeof(ulong), mask) < 0)
            throw new EnvironmentException($"sched_getaffinity failed with errno {Marshal.GetLastPInvokeError()}.");
        return [.. Enumerable.Range(0, MaskWords * WordBits).Where(core => (mask[core / WordBits] >> (core % WordBits) & 1) != 0)];
    }

    /// <summary>
    /// Confines every thread of this process, and those that they will start, to <paramref name="core"/>. libvips gives its workers the
    /// affinity of whoever calls it first, hence processes are pinned and not threads.
    /// </summary>
    public static void PinProcess(int core)
    {
        var mask = new ulong[MaskWords];
        mask[core / WordBits] = 1UL << (core % WordBits);
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            // A thread may have ended since it was listed; the calling one must not fail.
            var id = int.Parse(Path.GetFileName(thread), System.Globalization.CultureInfo.InvariantCulture);
            if (SetAffinity(id, MaskWords * sizeof(ulong), mask) != 0 && id == Environment.ProcessId)
                throw new EnvironmentException($"Cannot pin a decoder to core {core}: errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int pid, nint bytes, [Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int pid, nint bytes, [In] ulong[] mask);
}
