using System.Runtime.InteropServices;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decoder;

/// <summary>
/// What the child takes from itself before it reads a byte: other cores, memory, core dumps, large files, new privileges.
/// </summary>
internal static class Confinement
{
    private const ulong OpenFilesMax = 256;
    private const ulong Mib = 1 << 20;

    /// <returns>The protections in place, for <c>mmdata doctor</c>.</returns>
    /// <exception cref="EnvironmentException">One of them could not be had.</exception>
    public static IReadOnlyList<SandboxPart> Apply(ChildSettings settings)
    {
        CpuAffinity.PinProcess(settings.Core);
        Limit("core", Native.RlimitCore, 0);

        // Not RLIMIT_AS: the runtime reserves far more address space than it uses. RLIMIT_DATA counts what can be written.
        Limit("data", Native.RlimitData, (ulong)settings.MemoryMib * Mib);
        Limit("file size", Native.RlimitFsize, (ulong)settings.FileBytesMax);
        Limit("open files", Native.RlimitNofile, OpenFilesMax);
        if (settings.ProcessesMax > 0)
            Limit("processes", Native.RlimitNproc, (ulong)settings.ProcessesMax);
        Directory.CreateDirectory(settings.TemporaryFolder);
        var inherited = Inheritance.Look(settings); // while /proc/self may still be read
        Control("no new privileges", Native.PrSetNoNewPrivs, 1);
        Control("not dumpable", Native.PrSetDumpable, 0);
        Control("die with parent", Native.PrSetPdeathsig, Native.Sigkill);
        return
        [
            new("pinned", true, "one core, sched_setaffinity"),
            new("memory", true, "RLIMIT_DATA"),
            new("cpu-time", true, "RLIMIT_CPU, armed anew for each request"),
            new("file-size", true, "RLIMIT_FSIZE"),
            new("processes", settings.ProcessesMax > 0, settings.ProcessesMax > 0 ? "RLIMIT_NPROC" : "not outside, not as root"),
            new("no-core-dump", true, "RLIMIT_CORE 0"),
            new("no-new-privileges", true, "PR_SET_NO_NEW_PRIVS"),
            new("dies-with-parent", true, "PR_SET_PDEATHSIG"),
            .. inherited,
        ];
    }

    /// <summary>
    /// Grants the next request its processor time: RLIMIT_CPU counts over the life of a process, which serves many requests.
    /// </summary>
    public static void ArmCpuLimit(int seconds)
    {
        var used = (ulong)Environment.CpuUsage.TotalTime.TotalSeconds;
        if (Native.GetRlimit(Native.RlimitCpu, out var limit) != 0)
            throw Fault("get cpu");
        limit.Soft = Math.Min(used + (ulong)seconds + 1, limit.Hard);
        if (Native.SetRlimit(Native.RlimitCpu, limit) != 0)
            throw Fault("limit cpu");
    }

    private static void Limit(string what, int resource, ulong most)
    {
        if (Native.GetRlimit(resource, out var limit) != 0)
            throw Fault(what);
        limit.Hard = Math.Min(limit.Hard, most);
        limit.Soft = limit.Hard;
        if (Native.SetRlimit(resource, limit) != 0)
            throw Fault(what);
    }

    private static void Control(string what, int option, ulong value)
    {
        if (Native.Prctl(option, value, 0, 0, 0) != 0)
            throw Fault(what);
    }

    private static EnvironmentException Fault(string what) =>
        new($"A decoder cannot confine itself ({what}): errno {Marshal.GetLastPInvokeError()}.");
}
