using System.Text;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Audit.Log;

/// <summary>
/// The ledger of a folder of releases: one tree that only grows, in tiles, with a signed checkpoint behind each release (ADR 0013).
/// Order of what is written: tiles; then the index with the new checkpoint, by which the release counts; then <c>checkpoint</c>, which is
/// made up for where a process died between the two. So a death anywhere leaves the old ledger or the new one, and the same release is
/// never appended twice.
/// </summary>
public sealed class ReleaseLog
{
    private const string IndexName = "releases.json";
    private const string LockName = "lock";
    private const int OriginDigits = 16;

    private readonly LogStore _store;
    private readonly TileFolder _tiles;
    private readonly List<LogEntry> _entries;

    private ReleaseLog(LogStore store, List<LogEntry> entries)
    {
        (_store, _entries) = (store, entries);
        _tiles = new TileFolder(store.Folder);
    }

    /// <summary>
    /// Appends the leaves of a release, and writes into <paramref name="auditFolder"/> what proves them: checkpoint, tiles, history. A
    /// release that the ledger holds already, with the same leaves, keeps its place and its checkpoint.
    /// </summary>
    /// <exception cref="EnvironmentException">The ledger cannot be read or written, or is damaged.</exception>
    public static async Task<LogPlace> AppendAsync(
        LogStore store, string releaseKey, MerkleTree leaves, string auditFolder, CancellationToken cancel)
    {
        CreateFolder(store.Folder);
        using var alone = await ExclusiveFile.HoldAsync(Path.Combine(store.Folder, LockName), cancel);
        var log = new ReleaseLog(store, ReadIndex(store.Folder));
        await log.MakeUpAsync(cancel);
        log.CheckEdge();
        var root = leaves.Root;
        var index = log._entries.FindIndex(entry => entry.Release == releaseKey && entry.LeavesRoot == root);
        if (index < 0)
        {
            await log.AppendAsync(releaseKey, leaves, root, cancel);
            index = log._entries.Count - 1;
        }

        return await log.ProveAsync(index, auditFolder, cancel);
    }

    private async Task AppendAsync(string releaseKey, MerkleTree leaves, string root, CancellationToken cancel)
    {
        var last = Last;
        var from = last?.Size ?? 0;
        var writer = TileWriter.Open(_tiles.Read, _tiles.WriteAsync, from);
        for (long leaf = 0; leaf < leaves.Count; leaf++)
            await writer.AddAsync(leaves.Leaf(leaf).ToArray(), cancel);
        var size = await writer.CompleteAsync(cancel);

        var origin = last?.Origin ?? (_store.Origin.Length > 0 ? _store.Origin : $"mm.data/{root[..OriginDigits]}");
        var signed = Checkpoint.Sign(origin, size, new TileTree(_tiles.Read, size).Root(), _store.Key);
        _entries.Add(new LogEntry(releaseKey, root, from, Encoding.UTF8.GetString(signed.Bytes)));

        // From here on the release counts, and every tile that it needs is on the disk.
        await Durable.WriteAsync(
            Path.Combine(_store.Folder, IndexName), JsonSerializer.SerializeToUtf8Bytes(_entries, PipelineJson.Options), cancel);
        await MakeUpAsync(cancel);
        var (before, now) = (Tile.Edge(from), Tile.Edge(size).ToHashSet());
        _tiles.Forget(before.Where(tile => !now.Contains(tile)));
    }

    /// <summary>Writes <c>checkpoint</c> where it is not the one of the last release.</summary>
    private async Task MakeUpAsync(CancellationToken cancel)
    {
        if (_entries.Count == 0)
            return;
        var path = Path.Combine(_store.Folder, ReleaseLogFiles.Checkpoint);
        var bytes = Encoding.UTF8.GetBytes(_entries[^1].Checkpoint);
        if (!File.Exists(path) || !(await File.ReadAllBytesAsync(path, cancel)).AsSpan().SequenceEqual(bytes))
            await Durable.WriteAsync(path, bytes, cancel);
    }

    private Checkpoint? Last => _entries.Count == 0 ? null : _entries[^1].Parsed();

    /// <summary>A ledger whose right edge is not what was signed must not grow: every later checkpoint would be wrong.</summary>
    private void CheckEdge()
    {
        if (Last is { } last && !new TileTree(_tiles.Read, last.Size).Root().AsSpan().SequenceEqual(last.Root))
        {
            throw new EnvironmentException(
                $"The ledger in {_store.Folder} is damaged: its tiles are not those of its checkpoint. Restore the folder from a copy.");
        }
    }

    private async Task<LogPlace> ProveAsync(int index, string auditFolder, CancellationToken cancel)
    {
        var entry = _entries[index];
        var checkpoint = entry.Parsed();
        var copy = new TileFolder(auditFolder);
        foreach (var tile in Tile.Of(entry.From, checkpoint.Size))
        {
            await copy.WriteAsync(
                tile, _tiles.Read(tile) ?? throw new EnvironmentException($"The ledger lacks a tile: {tile.Path}. Restore it."), cancel);
        }

        var tree = new TileTree(_tiles.Read, checkpoint.Size);
        var earlier = _entries.Take(index).Select(old => old.Parsed())
            .Select(old => new HistoryEntry(
                old.Size, Convert.ToHexStringLower(old.Root), [.. tree.ProveConsistency(old.Size).Select(Convert.ToHexStringLower)]));
        await Durable.WriteAsync(Path.Combine(auditFolder, ReleaseLogFiles.History), new LogHistory([.. earlier]).ToBytes(), cancel);
        await Durable.WriteAsync(Path.Combine(auditFolder, ReleaseLogFiles.Checkpoint), checkpoint.Bytes, cancel);
        return new LogPlace(entry.From, checkpoint);
    }

    private static void CreateFolder(string folder)
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

    private static List<LogEntry> ReadIndex(string folder)
    {
        var path = Path.Combine(folder, IndexName);
        if (!File.Exists(path))
        {
            return File.Exists(Path.Combine(folder, ReleaseLogFiles.Checkpoint))
                ? throw new EnvironmentException($"The ledger in {folder} has lost {IndexName}. Restore the folder from a copy.")
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
