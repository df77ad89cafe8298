using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>
/// Memory that one decoder child shares with this process: a file without a name, sealed so that nobody can change its size. The child
/// maps it; this process only writes and reads it by calls that copy and that fail by a number, so that nothing a child does to the
/// memory can raise a signal here, and what was checked cannot change afterwards.
/// </summary>
internal sealed partial class SharedMemory : IDisposable
{
    private const uint CloseOnExec = 1; // MFD_CLOEXEC
    private const uint AllowSealing = 2; // MFD_ALLOW_SEALING
    private const int AddSeals = 1033; // F_ADD_SEALS
    private const int SealAll = 1 | 2 | 4; // F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW

    private readonly SafeFileHandle _file;

    /// <exception cref="EnvironmentException">The kernel gives none.</exception>
    public SharedMemory()
    {
        var descriptor = Create("mmdata-decoder", CloseOnExec | AllowSealing);
        if (descriptor < 0)
            throw Fault("memfd_create");
        _file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Resize(descriptor, SharedLayout.Bytes) != 0)
            throw Fault("ftruncate");
        if (Control(descriptor, AddSeals, SealAll) != 0)
            throw Fault("seal");
        Descriptor = descriptor;
    }

    /// <summary>What the child inherits, and nothing else.</summary>
    public int Descriptor { get; }

    /// <summary>Puts an encoded asset into a slot; false when it does not fit.</summary>
    public bool TryWrite(int slot, ReadOnlySpan<byte> asset)
    {
        if (asset.Length > SharedLayout.InputBytes)
            return false;
        RandomAccess.Write(_file, asset, SharedLayout.InputAt(slot));
        return true;
    }

    /// <summary>Copies an answer out of a slot.</summary>
    /// <exception cref="ProtocolException">It is longer than a slot's room.</exception>
    public void Read(int slot, Span<byte> answer)
    {
        if (answer.Length > SharedLayout.OutputBytes)
            throw new ProtocolException("An answer longer than its room.");
        for (var at = 0; at < answer.Length;)
        {
            var read = RandomAccess.Read(_file, answer[at..], SharedLayout.OutputAt(slot) + at);
            if (read == 0)
                throw new ProtocolException("The shared memory is shorter than agreed.");
            at += read;
        }
    }

    public void Dispose() => _file.Dispose();

    private static EnvironmentException Fault(string call) =>
        new($"No memory to share with a decoder: {call} failed with errno {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Resize(int descriptor, long bytes);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);
}
