using Mm.Data.Pipeline;

namespace Mm.Data.Audit.Log;

/// <summary>Tiles as files under a folder. A partial tile may be read from a fuller one; the last few read are kept.</summary>
public sealed class TileFolder(string folder)
{
    private const int KeptMax = 64;

    private readonly Dictionary<(int Level, long Index), byte[]> _kept = [];
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>The tile's hashes beside each other; null where no file has that many.</summary>
    /// <exception cref="EnvironmentException">The file cannot be read.</exception>
    public ReadOnlyMemory<byte>? Read(Tile tile)
    {
        if (_kept.TryGetValue((tile.Level, tile.Index), out var kept) && kept.Length >= tile.Bytes)
            return kept.AsMemory(0, tile.Bytes);
        var found = Candidates(tile).Select(path => Path.Combine(folder, path)).FirstOrDefault(File.Exists);
        if (found is null)
            return null;
        var bytes = ReadFile(found);
        if (bytes.Length < tile.Bytes)
            return null;
        if (_kept.Count >= KeptMax)
            _kept.Clear();
        _kept[(tile.Level, tile.Index)] = bytes;
        return bytes.AsMemory(0, tile.Bytes);
    }

    /// <summary>The bytes of the tile's own file, were it longer or shorter than it should; null where there is none.</summary>
    internal ReadOnlyMemory<byte>? ReadExactly(Tile tile) =>
        Path.Combine(folder, tile.Path) is var path && File.Exists(path) && new FileInfo(path).Length == tile.Bytes ? ReadFile(path) : null;

    /// <summary>Writes a tile durably, its folders too.</summary>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public async Task WriteAsync(Tile tile, ReadOnlyMemory<byte> hashes, CancellationToken cancel)
    {
        var path = Path.Combine(folder, tile.Path);
        Make(Path.GetDirectoryName(path)!);
        await Durable.WriteAsync(path, hashes, cancel);
        _kept[(tile.Level, tile.Index)] = hashes.ToArray();
    }

    /// <summary>Takes away partial tiles that fuller ones have taken the place of.</summary>
    public void Forget(IEnumerable<Tile> partial)
    {
        foreach (var path in partial.Select(tile => Path.Combine(folder, tile.Path)).Where(File.Exists))
        {
            File.Delete(path);
            var parent = Path.GetDirectoryName(path)!;
            if (!Directory.EnumerateFileSystemEntries(parent).Any())
                Directory.Delete(parent);
        }
    }

    /// <summary>
    /// Takes away what an appender that died left in the place of a partial tile: its hashes are none of the tree's, and a narrower tile
    /// would be read from them.
    /// </summary>
    public void KeepOnly(Tile partial)
    {
        var own = Path.Combine(folder, partial.Path);
        var full = Path.Combine(folder, (partial with { Width = Tile.FullWidth }).Path);
        var beside = Path.GetDirectoryName(own)!;
        string[] others = Directory.Exists(beside) ? Directory.GetFiles(beside) : [];
        foreach (var path in others.Append(full).Where(path => path != own && File.Exists(path)))
            File.Delete(path);
        _kept.Remove((partial.Level, partial.Index));
    }

    private void Make(string path)
    {
        if (!_made.Add(path) || Directory.Exists(path))
            return;
        Make(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(path);
        Durable.SyncFolder(Path.GetDirectoryName(path)!);
    }

    // A file of the exact width first; then the full tile; then any fuller partial one.
    private static IEnumerable<string> Candidates(Tile tile)
    {
        yield return tile.Path;
        for (var width = Tile.FullWidth; width > tile.Width; width--)
            yield return (tile with { Width = width }).Path;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var bytes = new byte[Math.Min(stream.Length, Tile.FullWidth * Merkle.HashBytes)];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"Cannot read a tile of the ledger ({Path.GetFileName(path)}): {e.Message} Check the disk and try again.", e);
        }
    }
}
