using Mm.Data.Pipeline;

namespace Mm.Data.Catalog;

/// <summary>A lock among the processes of one machine; the kernel takes it back from one that dies.</summary>
internal sealed class FileTurn : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const int TriesMax = 3000; // a minute
    private readonly FileStream _file;

    private FileTurn(FileStream file) => _file = file;

    /// <exception cref="EnvironmentException">The file cannot be made, or another process holds it for more than a minute.</exception>
    public static async Task<FileTurn> TakeAsync(string path, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileTurn(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (UnauthorizedAccessException e)
            {
                throw new EnvironmentException($"Cannot write {path}: {e.Message} Check State:Folder and its rights.", e);
            }
            catch (IOException) when (tries < TriesMax)
            {
                await Task.Delay(Pause, TimeProvider.System, cancel);
            }
            catch (IOException e)
            {
                throw new EnvironmentException($"Cannot lock {path}: {e.Message} Is another mmdata stuck?", e);
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
