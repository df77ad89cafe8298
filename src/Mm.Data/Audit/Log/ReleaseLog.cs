using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Audit.Log;

/// <summary>
/// The ledger of a store of releases: one tree that only grows, in tiles, with a signed checkpoint behind each release (ADR 0013, in a
/// container ADR 0016). A death anywhere leaves the old ledger or the new one, and the same release is never appended twice.
/// </summary>
public sealed class ReleaseLog
{
    private const int OriginDigits = 16;
    private const int TriesMax = 1000;

    private readonly LogStore _store;
    private readonly ILogFiles _files;
    private readonly List<LogEntry> _entries;

    private ReleaseLog(LogStore store, ILogFiles files, IReadOnlyList<LogEntry> entries) =>
        (_store, _files, _entries) = (store, files, [.. entries]);

    /// <summary>
    /// Appends the leaves of a release, and writes into <paramref name="auditFolder"/> what proves them: checkpoint, tiles, history. A
    /// release that the ledger holds already, with the same leaves, keeps its place and its checkpoint.
    /// </summary>
    /// <exception cref="EnvironmentException">The ledger cannot be read or written, or is damaged.</exception>
    public static async Task<LogPlace> AppendAsync(
        LogStore store, string releaseKey, MerkleTree leaves, string auditFolder, CancellationToken cancel)
    {
        ILogFiles files = store.Blobs is { } blobs ? new LogBlobs(blobs) : new LogFolder(store.Folder);
        using var alone = await files.HoldAsync(cancel);
        var root = leaves.Root;
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var log = new ReleaseLog(store, files, await files.ReadAsync(cancel));
            log.CheckEdge();
            var index = log._entries.FindIndex(entry => entry.Release == releaseKey && entry.LeavesRoot == root);
            if (index < 0 && !await log.TryAppendAsync(releaseKey, leaves, root, cancel))
                continue; // another has grown it meanwhile
            return await log.ProveAsync(index < 0 ? log._entries.Count - 1 : index, auditFolder, cancel);
        }

        throw new EnvironmentException($"The ledger in {files.Place} grows all the time. Stop some of the other runs, then run again.");
    }

    private async Task<bool> TryAppendAsync(string releaseKey, MerkleTree leaves, string root, CancellationToken cancel)
    {
        var last = Last;
        var from = last?.Size ?? 0;
        _files.Begin(root);
        var writer = TileWriter.Open(_files.Read, _files.WriteAsync, from);
        for (long leaf = 0; leaf < leaves.Count; leaf++)
            await writer.AddAsync(leaves.Leaf(leaf).ToArray(), cancel);
        var size = await writer.CompleteAsync(cancel);

        var origin = last?.Origin ?? (_store.Origin.Length > 0 ? _store.Origin : $"mm.data/{root[..OriginDigits]}");
        var signed = Checkpoint.Sign(origin, size, new TileTree(_files.Read, size).Root(), _store.Key);
        _entries.Add(new LogEntry(releaseKey, root, from, Encoding.UTF8.GetString(signed.Bytes)));
        return await _files.TryCommitAsync(_entries, cancel);
    }

    private Checkpoint? Last => _entries.Count == 0 ? null : _entries[^1].Parsed();

    /// <summary>A ledger whose right edge is not what was signed must not grow: every later checkpoint would be wrong.</summary>
    private void CheckEdge()
    {
        if (Last is { } last && !new TileTree(_files.Read, last.Size).Root().AsSpan().SequenceEqual(last.Root))
        {
            throw new EnvironmentException(
                $"The ledger in {_files.Place} is damaged: its tiles are not those of its checkpoint. Restore the folder from a copy.");
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
                tile, _files.Read(tile) ?? throw new EnvironmentException($"The ledger lacks a tile: {tile.Path}. Restore it."), cancel);
        }

        var tree = new TileTree(_files.Read, checkpoint.Size);
        var earlier = _entries.Take(index).Select(old => old.Parsed())
            .Select(old => new HistoryEntry(
                old.Size, Convert.ToHexStringLower(old.Root), [.. tree.ProveConsistency(old.Size).Select(Convert.ToHexStringLower)]));
        await Durable.WriteAsync(Path.Combine(auditFolder, ReleaseLogFiles.History), new LogHistory([.. earlier]).ToBytes(), cancel);
        await Durable.WriteAsync(Path.Combine(auditFolder, ReleaseLogFiles.Checkpoint), checkpoint.Bytes, cancel);
        return new LogPlace(entry.From, checkpoint);
    }
}
