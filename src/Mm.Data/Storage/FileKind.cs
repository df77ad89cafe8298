using System.Runtime.InteropServices;

namespace Mm.Data.Storage;

/// <summary>
/// Tells files from pipes, sockets and devices, which the runtime does not: opening a pipe would wait for a writer for ever.
/// </summary>
internal static partial class FileKind
{
    private const int AtCurrentFolder = -100;
    private const int AtNoFollow = 0x100;
    private const uint MaskType = 1;
    private const int ModeOffset = 28; // of stx_mode in struct statx, the same on every architecture
    private const int TypeMask = 0xf000;
    private const int TypeRegular = 0x8000;

    /// <summary>Only what is empty is asked about: pipes, sockets and devices have no length.</summary>
    public static bool IsRegular(string path, long length)
    {
        if (length > 0)
            return true;
        Span<byte> answer = stackalloc byte[256];
        answer.Clear();
        var mode = NativeStatx(AtCurrentFolder, path, AtNoFollow, MaskType, ref MemoryMarshal.GetReference(answer)) == 0
            ? BitConverter.ToUInt16(answer[ModeOffset..])
            : TypeRegular; // gone or forbidden: opening it says which
        return (mode & TypeMask) == TypeRegular;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeStatx(int folder, string path, int flags, uint mask, ref byte answer);
}
