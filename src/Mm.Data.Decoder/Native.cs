using System.Runtime.InteropServices;

namespace Mm.Data.Decoder;

/// <summary>The libc calls with which the child confines itself. Constants are those of Linux on x86-64 and arm64.</summary>
internal static partial class Native
{
    public const int RlimitCpu = 0;
    public const int RlimitFsize = 1;
    public const int RlimitData = 2;
    public const int RlimitCore = 4;
    public const int RlimitNproc = 6;
    public const int RlimitNofile = 7;

    public const int PrSetPdeathsig = 1;
    public const int PrSetDumpable = 4;
    public const int PrSetNoNewPrivs = 38;

    public const int FSetPipeSize = 1031;

    public const int Sigkill = 9;

    public const int ProtRead = 1;
    public const int ProtWrite = 2;
    public const int MapShared = 1;
    public const nint MapFailed = -1;

    /// <summary>MADV_HUGEPAGE.</summary>
    public const int AdviseHugePages = 14;

    [StructLayout(LayoutKind.Sequential)]
    public struct Rlimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetRlimit(int resource, in Rlimit limit);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetRlimit(int resource, out Rlimit limit);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint bytes, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static unsafe partial int Advise(void* start, nuint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Prctl(int option, ulong a, ulong b, ulong c, ulong d);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    public static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(int descriptor, int command, int argument);
}
