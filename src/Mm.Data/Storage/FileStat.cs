using System.Globalization;
using System.Runtime.InteropServices;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Storage;

/// <summary>
/// What tells one state of a local file from a later one: length, time of the last write in nanoseconds, inode. A writer that keeps
/// length, time and inode is not seen; nothing short of reading every byte would see it.
/// </summary>
internal static partial class FileStat
{
    private const int AtCurrentFolder = -100;
    private const uint MaskBasic = 0x7ff;

    // Offsets in struct statx, the same on every architecture.
    private const int InodeOffset = 32;
    private const int SizeOffset = 40;
    private const int SecondsOffset = 112;
    private const int NanosecondsOffset = 120;
    private const int NanosecondsATick = 100;

    /// <exception cref="EnvironmentException">The file is gone or may not be looked at. Never names it.</exception>
    public static FileState Of(string path)
    {
        Span<byte> answer = stackalloc byte[256];
        answer.Clear();
        if (NativeStatx(AtCurrentFolder, path, 0, MaskBasic, ref MemoryMarshal.GetReference(answer)) != 0)
            throw new EnvironmentException("Its file changed after it was listed.", EnvironmentFault.SourceChanged);
        var inode = BitConverter.ToUInt64(answer[InodeOffset..]);
        var size = BitConverter.ToUInt64(answer[SizeOffset..]);
        var seconds = BitConverter.ToInt64(answer[SecondsOffset..]);
        var nanoseconds = BitConverter.ToUInt32(answer[NanosecondsOffset..]);
        return new FileState(
            string.Create(CultureInfo.InvariantCulture, $"{size:x}-{seconds:x}.{nanoseconds:x}-{inode:x}"),
            DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / NanosecondsATick));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeStatx(int folder, string path, int flags, uint mask, ref byte answer);
}
