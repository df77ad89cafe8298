using System.Globalization;
using System.Runtime.InteropServices;

namespace Mm.Data.Decode;

/// <summary>Keeps this process's open files from children: native libraries open some without the close-on-exec flag.</summary>
internal static partial class Descriptors
{
    private const int FirstOther = 3;
    private const int SetFlags = 2; // F_SETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    public static void CloseOnStart()
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
