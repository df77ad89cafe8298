using System.Text;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Audit.Log;

/// <summary>
/// A ledger in a folder, which one process at a time holds (ADR 0013). Order of what is written: tiles; then the index, by which the
/// release counts; then <c>checkpoint</c>, which is made up for where a process died between the two.
/// </summary>
internal sealed class LogFolder(string folder) : ILogFiles
{
    private const string LockName = "lock";

    private readonly TileFolder _tiles = new(folder);

    public string Place => folder;

    public async Task<IDisposable> HoldAsync(CancellationToken cancel)
    {
        Create();
        return await ExclusiveFile.HoldAsync(Path.Combine(folder, LockName), cancel);
    }

    public async Task<IReadOnlyList<LogEntry>> ReadAsync(CancellationToken cancel)
    {
        var entries = ReadIndex();
        await MakeUpAsync(entries, cancel);
        foreach (var tile in Tile.Edge(entries.Count == 0 ? 0 : entries[^1].Parsed().Size))
            _tiles.KeepOnly(tile);
        return entries;
    }

    public ReadOnlyMemory<byte>? Read(Tile tile) => _tiles.Read(tile);

    public void Begin(string leavesRoot)
    {
    }

    public Task WriteAsync(Tile tile, ReadOnlyMemory<byte> hashes, CancellationToken cancel) => _tiles.WriteAsync(tile, hashes, cancel);

    public async Task<bool> TryCommitAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        // From here on the release counts, and every tile that it needs is on the disk.
        await Durable.WriteAsync(
            Path.Combine(folder, ReleaseLogFiles.Index), JsonSerializer.SerializeToUtf8Bytes(entries, PipelineJson.Options), cancel);
        await MakeUpAsync(entries, cancel);
        var (before, now) = (Tile.Edge(entries[^1].From), Tile.Edge(entries[^1].Parsed().Size).ToHashSet());
        _tiles.Forget(before.Where(tile => !now.Contains(tile)));
        return true;
    }

    /// <summary>Writes <c>checkpoint</c> where it is not the one of the last release.</summary>
    private async Task MakeUpAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        if (entries.Count == 0)
            return;
        var path = Path.Combine(folder, ReleaseLogFiles.Checkpoint);
        var bytes = Encoding.UTF8.GetBytes(entries[^1].Checkpoint);
        if (!File.Exists(path) || !(await File.ReadAllBytesAsync(path, cancel)).AsSpan().SequenceEqual(bytes))
            await Durable.WriteAsync(path, bytes, cancel);
    }

    private void Create()
    {
        if (Directory.Exists(folder))
            return;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"Cannot make the ledger's folder {folder}: {e.Message} Choose an --output whose parent may be written.", e);
        }

        Durable.SyncFolder(Path.GetDirectoryName(folder)!);
    }

    private List<LogEntry> ReadIndex()
    {
        var path = Path.Combine(folder, ReleaseLogFiles.Index);
        if (!File.Exists(path))
        {
            return File.Exists(Path.Combine(folder, ReleaseLogFiles.Checkpoint))
                ? throw new EnvironmentException(
                    $"The ledger in {folder} has lost {ReleaseLogFiles.Index}. Restore the folder from a copy.")
                : [];
        }

        try
        {
            return JsonSerializer.Deserialize<List<LogEntry>>(File.ReadAllBytes(path), PipelineJson.Options)!;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"{path} cannot be read: {e.Message} Restore the folder from a copy.", e);
        }
    }
}
