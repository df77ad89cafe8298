using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Audit.Log;

/// <summary>
/// A ledger in a container, which nobody can hold alone (ADR 0016). What an append writes lies below a name of its own that follows from
/// the root before it and the leaves it adds, so two appenders never write the same blob with other bytes. The index alone makes it count,
/// and is written only in the place of the very index that was read: who was forestalled begins anew.
/// </summary>
internal sealed class LogBlobs(IBlobs blobs) : ILogFiles
{
    private const int KeptMax = 256;
    private const int NameDigits = 16;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _kept = new(StringComparer.Ordinal);
    private List<(long Size, string Name, string Root)> _appends = [];
    private string? _version;
    private string? _begun;

    public string Place => blobs.Root.ToString();

    public Task<IDisposable> HoldAsync(CancellationToken cancel) => Task.FromResult<IDisposable>(new Nothing());

    public async Task<IReadOnlyList<LogEntry>> ReadAsync(CancellationToken cancel)
    {
        _begun = null;
        // Before the index, which is written first: a checkpoint that is seen had its index already.
        var checkpoint = await blobs.ReadAsync(ReleaseLogFiles.Checkpoint, cancel);
        var index = await blobs.ReadAsync(ReleaseLogFiles.Index, cancel);
        _version = index?.Mark.Version;
        var entries = index is null ? [] : Parse(index.Bytes);
        if (index is null && checkpoint is not null)
            throw new EnvironmentException($"The ledger in {Place} has lost {ReleaseLogFiles.Index}. Restore the blobs from a copy.");
        _appends = Appends(entries);
        await MakeUpAsync(entries, checkpoint, cancel);
        return entries;
    }

    public ReadOnlyMemory<byte>? Read(Tile tile)
    {
        var nodes = (tile.Index * Tile.FullWidth) + tile.Width; // of the tile's level that the tree needs
        var append = _appends.FirstOrDefault(one => one.Size >> (Tile.Height * tile.Level) >= nodes);
        if (append.Name is null)
            return _begun is null ? null : Read($"{_begun}/{tile.Path}", tile.Bytes);
        var width = Math.Min(Tile.FullWidth, (append.Size >> (Tile.Height * tile.Level)) - (tile.Index * Tile.FullWidth));
        return Read($"{append.Name}/{(tile with { Width = (int)width }).Path}", tile.Bytes);
    }

    public void Begin(string leavesRoot) => _begun = _appends.Count == 0
        ? NameOf(0, "", leavesRoot)
        : NameOf(_appends[^1].Size, _appends[^1].Root, leavesRoot);

    public async Task WriteAsync(Tile tile, ReadOnlyMemory<byte> hashes, CancellationToken cancel)
    {
        var path = $"{_begun}/{tile.Path}";
        if (await blobs.WriteAsync(path, hashes, version: null, cancel) is null)
            throw new EnvironmentException($"A tile of the ledger is damaged: {blobs.Root.Below(path)}. Delete it, then run again.");
        Keep(path, hashes.ToArray());
    }

    public async Task<bool> TryCommitAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(entries, PipelineJson.Options);
        if (await blobs.WriteAsync(ReleaseLogFiles.Index, bytes, _version, cancel) is not { } written)
            return false;
        _version = written.Version;
        _appends = Appends(entries);
        await MakeUpAsync(entries, await blobs.ReadAsync(ReleaseLogFiles.Checkpoint, cancel), cancel);
        return true;
    }

    /// <summary>
    /// Writes <c>checkpoint</c> where an older one lies. It is for who watches the ledger: what counts stands in the index, so who is
    /// forestalled here has nothing to do.
    /// </summary>
    private async Task MakeUpAsync(IReadOnlyList<LogEntry> entries, StoredBlob? there, CancellationToken cancel)
    {
        if (entries.Count == 0)
            return;
        if (there is null || SizeOf(there.Bytes) < entries[^1].Parsed().Size)
        {
            await blobs.WriteAsync(
                ReleaseLogFiles.Checkpoint, Encoding.UTF8.GetBytes(entries[^1].Checkpoint), there?.Mark.Version, cancel);
        }
    }

    private static long SizeOf(byte[] checkpoint)
    {
        try
        {
            return Checkpoint.Parse(checkpoint).Size;
        }
        catch (FormatException)
        {
            return -1;
        }
    }

    private ReadOnlyMemory<byte>? Read(string path, int bytes)
    {
        if (!_kept.TryGetValue(path, out var tile))
        {
            if (blobs.Read(path) is not { } found)
                return null;
            Keep(path, tile = found);
        }

        return tile.Length >= bytes ? tile[..bytes] : null;
    }

    private void Keep(string path, ReadOnlyMemory<byte> tile)
    {
        if (_kept.Count >= KeptMax)
            _kept.Clear();
        _kept[path] = tile;
    }

    private List<LogEntry> Parse(byte[] index)
    {
        try
        {
            return JsonSerializer.Deserialize<List<LogEntry>>(index, PipelineJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new EnvironmentException($"The ledger's index in {Place} cannot be read. Restore the blob from a copy.", e);
        }
    }

    private static List<(long Size, string Name, string Root)> Appends(IReadOnlyList<LogEntry> entries)
    {
        var appends = new List<(long Size, string Name, string Root)>();
        foreach (var entry in entries)
        {
            var checkpoint = entry.Parsed();
            var before = appends.Count == 0 ? "" : appends[^1].Root;
            appends.Add((checkpoint.Size, NameOf(entry.From, before, entry.LeavesRoot), Convert.ToHexStringLower(checkpoint.Root)));
        }

        return appends;
    }

    private static string NameOf(long from, string rootBefore, string leavesRoot)
    {
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{rootBefore}\0{leavesRoot}"));
        return string.Create(CultureInfo.InvariantCulture, $"appends/{from:D12}-{Convert.ToHexStringLower(digest)[..NameDigits]}");
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
