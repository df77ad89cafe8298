using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mm.Data.Pipeline;

/// <summary>
/// Files that survive a power cut: write under a temporary name, fsync the file, rename, fsync the folder, every call checked. The
/// runtime's own <c>Flush(true)</c> reports success for a failed fsync (measured: 198 of 198 injected EIO), so libc is called here
/// and nowhere else.
/// </summary>
public static partial class Durable
{
    private const int EINTR = 4;
    private const int EINVAL = 22;
    private const int ENOSPC = 28;
    private const int EEXIST = 17;
    private const int ENOTEMPTY = 39;
    private const int EDQUOT = 122;
    private const int AtFdCwd = -100;
    private const int CloseOnExec = 0x80000;
    private const uint RenameExchange = 2;

    /// <summary>Suffix of files that do not count yet; whatever carries it may be deleted at start.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes <paramref name="path"/> whole or not at all, replacing what was there.</summary>
    /// <exception cref="EnvironmentException">No room, or the disk reported an error. Nothing is visible under
    /// <paramref name="path"/>.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancel)
    {
        var temporary = path + TemporarySuffix;
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                await write(stream);
                cancel.ThrowIfCancellationRequested();
                stream.Flush(); // to the kernel; the checked fsync follows
                Sync(stream.SafeFileHandle, temporary);
            }

            Rename(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw Explain(path, e);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    public static Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        WriteAsync(path, async stream => await stream.WriteAsync(bytes, cancel), cancel);

    /// <summary>Writes a file that only its owner may read, from its making and its first byte on.</summary>
    /// <exception cref="EnvironmentException">As for other files.</exception>
    public static async Task WriteSecretAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var own = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await new FileStream(path + TemporarySuffix, own).DisposeAsync(); // the rights stay when it is opened again
        await WriteAsync(path, bytes, cancel);
    }

    /// <summary>Renames a file or folder within one file system and makes the rename durable.</summary>
    public static void Rename(string from, string to)
    {
        if (Retried(() => NativeRename(from, to)) != 0)
            throw Fault($"rename to {to}");
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>Renames a folder to a name under which nothing or an empty folder lies.</summary>
    /// <returns>False: another lies there, and nothing changed.</returns>
    public static bool TryRenameFolder(string from, string to)
    {
        if (Retried(() => NativeRename(from, to)) != 0)
            return Marshal.GetLastPInvokeError() is EEXIST or ENOTEMPTY ? false : throw Fault($"rename to {to}");
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
        return true;
    }

    /// <summary>
    /// Swaps two files or folders of one file system in one step and makes it durable: there is no moment at which either name is absent.
    /// </summary>
    /// <exception cref="EnvironmentException">The file system cannot, or one of them is missing. Nothing changed.</exception>
    public static void Exchange(string first, string second)
    {
        if (Retried(() => NativeRename2(AtFdCwd, first, AtFdCwd, second, RenameExchange)) != 0)
        {
            throw Marshal.GetLastPInvokeError() is EINVAL
                ? new EnvironmentException($"The file system of {second} cannot swap folders. Move the old one away and run again.")
                : Fault($"exchange with {second}");
        }

        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(first))!);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(second))!);
    }

    /// <summary>Makes the content of a file durable that was written over time.</summary>
    public static void SyncFile(string path)
    {
        using var handle = Open(path, CloseOnExec /* O_RDONLY */);
        if (handle.IsInvalid)
            throw Fault($"open {path}");
        Sync(handle, path);
    }

    /// <summary>Makes the entries of a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        using var handle = OpenFolder(folder);
        Sync(handle, folder);
    }

    /// <summary>A folder held open: it stays the same one whatever is renamed to its name meanwhile.</summary>
    public static SafeFileHandle OpenFolder(string folder)
    {
        var handle = Open(folder, CloseOnExec | 0x10000 /* O_RDONLY | O_DIRECTORY */);
        if (!handle.IsInvalid)
            return handle;
        handle.Dispose();
        throw Fault($"open folder {folder}");
    }

    private static void Sync(SafeFileHandle handle, string what)
    {
        if (Retried(() => NativeFsync(handle)) != 0)
            throw Fault($"fsync {what}");
    }

    /// <summary>A signal that came in between is no fault: network file systems let it end any of these calls.</summary>
    private static int Retried(Func<int> call)
    {
        int result;
        do
            result = call();
        while (result != 0 && Marshal.GetLastPInvokeError() is EINTR);
        return result;
    }

    private static SafeFileHandle Open(string path, int flags)
    {
        while (true)
        {
            var handle = NativeOpen(path, flags);
            if (!handle.IsInvalid || Marshal.GetLastPInvokeError() is not EINTR)
                return handle;
            handle.Dispose();
        }
    }

    private static EnvironmentException Fault(string what)
    {
        var errno = Marshal.GetLastPInvokeError();
        var cause = new Win32Exception(errno);
        return errno is ENOSPC or EDQUOT
            ? NoRoom(what, cause)
            : new EnvironmentException(
                $"{what} failed: {cause.Message}. Check the disk and its rights, then run the same command again.", cause);
    }

    private static EnvironmentException Explain(string path, Exception e) => (e.HResult & 0xffff) is ENOSPC or EDQUOT
        ? NoRoom($"write {path}", e)
        : new EnvironmentException($"Cannot write {path}: {e.Message} Check the disk and its rights, then run the same command again.", e);

    private static EnvironmentException NoRoom(string what, Exception cause) =>
        new($"No space left on the disk ({what}). Free some room and run the same command again: finished shards are kept.", cause);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The temporary name marks it as garbage; the sweep at start takes it.
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int NativeFsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeRename(string from, string to);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeRename2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle NativeOpen(string path, int flags);
}
