using Mm.Data.Pipeline;

namespace Mm.Data.Audit.Log;

/// <summary>
/// A file that one process at a time holds; who comes second waits. The kernel gives it back when the holder dies, so there is nothing to
/// clean up. On file systems without locks (some network shares) it holds nobody off: one publisher at a time there.
/// </summary>
internal sealed class ExclusiveFile : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private ExclusiveFile(FileStream file) => _file = file;

    /// <exception cref="EnvironmentException">The file cannot be made.</exception>
    public static async Task<ExclusiveFile> HoldAsync(string path, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new ExclusiveFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException) && File.Exists(path))
            {
                await Task.Delay(Pause, cancel); // another process has it
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new EnvironmentException($"Cannot lock {path}: {e.Message} Check the folder and its rights.", e);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
