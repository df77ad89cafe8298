using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mm.Data.Decode;

/// <summary>
/// Starts children that inherit the three standard streams and at most one descriptor more: native libraries open some without the
/// close-on-exec flag, and what one child shares with this process is no other child's business.
/// </summary>
internal static partial class Descriptors
{
    private const int FirstOther = 3;
    private const int SetFlags = 2; // F_SETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC
    private const int None = -1;

    // A start must not fall into the moment in which another's descriptor may be inherited.
    private static readonly Lock Gate = new();

    /// <param name="start">The program.</param>
    /// <param name="inherited">A descriptor that the child gets under the same number; -1 for none.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static Process Start(ProcessStartInfo start, int inherited = None)
    {
        lock (Gate)
        {
            CloseOthers();
            if (inherited is None)
                return Process.Start(start)!;
            _ = Control(inherited, SetFlags, 0);
            try
            {
                return Process.Start(start)!;
            }
            finally
            {
                _ = Control(inherited, SetFlags, CloseOnExec);
            }
        }
    }

    private static void CloseOthers()
    {
        foreach (var path in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
            if (descriptor >= FirstOther)
                _ = Control(descriptor, SetFlags, CloseOnExec); // one that was closed meanwhile is no concern
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
