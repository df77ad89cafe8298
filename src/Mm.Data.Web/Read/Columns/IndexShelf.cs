using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Web.Read.Columns;

/// <summary>An index, or how far it is: exactly one of the three is set.</summary>
internal sealed record IndexState(ReleaseIndex? Index, double? Progress, string? Problem);

/// <summary>
/// The indexes of releases in the state folder, by digest of the manifest. One is made when somebody first looks at its release, one at a
/// time; the oldest are deleted when there are too many.
/// </summary>
internal sealed class IndexShelf(StateOptions state) : IDisposable
{
    public const string FolderName = "pages";

    private const int IndexesMax = 16;
    private const int DigestCharacters = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Making> _known = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _end = new();

    /// <summary>The index of the release with this digest, which <paramref name="open"/> opens. A small one is waited for.</summary>
    public async Task<IndexState> GetAsync(
        string digest, Func<CancellationToken, Task<ReleaseReader>> open, CancellationToken cancel)
    {
        Making making;
        lock (_lock)
        {
            if (!_known.TryGetValue(digest, out making!) || making.Task is { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                making = new Making();
                making.Task = Task.Run(() => MakeAsync(open, digest, making), CancellationToken.None);
                _known[digest] = making;
            }
        }

        try
        {
            return new IndexState(await making.Task.WaitAsync(Patience, cancel), null, null);
        }
        catch (TimeoutException)
        {
            return new IndexState(null, making.Progress, null);
        }
        catch (Exception e) when (e is EnvironmentException or ConfigurationException or IOException or UnauthorizedAccessException)
        {
            return new IndexState(null, null, e is IOException ? "The disk of the state folder has no room, or an error." : e.Message);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        foreach (var making in _known.Values.Where(making => making.Task.IsCompletedSuccessfully))
            making.Index?.Dispose();
        _end.Dispose();
        _turn.Dispose();
    }

    private async Task<ReleaseIndex> MakeAsync(
        Func<CancellationToken, Task<ReleaseReader>> open, string digest, Making making)
    {
        await _turn.WaitAsync(_end.Token);
        try
        {
            var shelf = Path.Combine(state.Folder, FolderName);
            var folder = Path.Combine(shelf, digest[..DigestCharacters]);
            if (TryOpen(folder) is { } made)
                return making.Index = made;
            Directory.CreateDirectory(shelf);
            Sweep(shelf);
            using var reader = await open(_end.Token);
            if (reader.Manifest.Digest != digest)
                throw new EnvironmentException("The release was replaced while its index was made. Load the page again.");
            await IndexBuilder.BuildAsync(reader, folder, share => making.Progress = share, _end.Token);
            return making.Index = new ReleaseIndex(folder);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Null: there is none, or not a whole one of this version.</summary>
    private static ReleaseIndex? TryOpen(string folder)
    {
        if (!Directory.Exists(folder))
            return null;
        try
        {
            var index = new ReleaseIndex(folder);
            var isWhole = index.Facts.Version == IndexFacts.CurrentVersion
                && index.Verdicts.Length == index.Facts.Samples
                && index.Places.Length == index.Facts.Samples
                && index.Ids.Places.Length == index.Facts.Samples + 1
                && index.Texts.Places.Length == index.Facts.Samples + 1
                && index.Finds.Places.Length == index.Facts.Samples + 1
                && index.Grams.IsWhole
                && Enumerable.Range(0, index.Facts.Numbers.Count).All(i => index.Number(i).Length == index.Facts.Samples);
            if (isWhole)
                return index;
            index.Dispose();
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            // Cut short by a crash, or of another version: made anew.
        }

        Directory.Delete(folder, recursive: true);
        return null;
    }

    // What is open stays readable until it is closed, as files do.
    private static void Sweep(string shelf)
    {
        var folders = Directory.GetDirectories(shelf).OrderByDescending(Directory.GetLastWriteTimeUtc).ToArray();
        foreach (var folder in folders.Skip(IndexesMax - 1))
            Directory.Delete(folder, recursive: true);
    }

    private sealed class Making
    {
        public Task<ReleaseIndex> Task { get; set; } = null!;

        public double Progress { get; set; }

        public ReleaseIndex? Index { get; set; }
    }
}
