using System.Runtime.InteropServices;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// CPU time of the processes that this one started and that have ended, and of theirs. Says the same on a busy machine, where seconds of
/// the clock do not.
/// </summary>
internal static partial class ChildrenCpu
{
    private const int Children = -1;
    private const int Longs = 18; // of struct rusage: two times of seconds and microseconds first

    public static TimeSpan Now()
    {
        Span<long> usage = stackalloc long[Longs];
        if (GetUsage(Children, ref usage[0]) != 0)
            throw new InvalidOperationException($"getrusage: errno {Marshal.GetLastPInvokeError()}");
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, ref long usage);
}
