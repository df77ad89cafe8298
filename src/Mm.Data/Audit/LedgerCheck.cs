using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>
/// Holds a release's leaves against the signed checkpoint beside them. The tiles over the leaves are made anew from the leaves; where that
/// gives the signed root, every leaf stands where it must, whatever the tile files say. Where not, the tiles that still lead to the root
/// tell which leaves differ.
/// </summary>
internal sealed class LedgerCheck(
    string folder, ReleaseManifest manifest, VerifyOptions options, Action<string, string, string> report, List<string> notChecked)
{
    private const string AuditPrefix = ReleasePaths.Audit + "/";
    private const string CheckpointPath = AuditPrefix + ReleaseLogFiles.Checkpoint;
    private const string HistoryPath = AuditPrefix + ReleaseLogFiles.History;

    private readonly TileFolder _tiles = new(Path.Combine(folder, ReleasePaths.Audit));
    private readonly Dictionary<Tile, byte[]> _edge = [];
    private readonly List<Tile> _different = [];

    /// <summary>How many tiles were looked at.</summary>
    public long Tiles { get; private set; }

    /// <param name="ledger">The events as the audit files hold them.</param>
    /// <param name="cancel">Stops reading.</param>
    public async Task RunAsync(Ledger ledger, CancellationToken cancel)
    {
        if (Read(ReleaseLogFiles.Checkpoint, Checkpoint.Parse, "checkpoint-invalid") is not { } checkpoint)
            return;
        CheckSignature(checkpoint);
        CheckPlace(checkpoint);
        CheckHistory(checkpoint);
        var leaves = new MerkleTree();
        for (long leaf = 0; leaf < ledger.Tree.Count; leaf++)
            leaves.AddHash(ledger.Tree.Leaf(leaf));
        leaves.Add(ReleaseLeaf.Of(manifest));
        if (checkpoint.Size - manifest.Ledger.From is not (> 0 and <= LedgerPlace.EventsMax) || checkpoint.Size > LedgerPlace.SizeMax)
        {
            notChecked.Add("Leaves against tiles: the checkpoint's size fits no release that begins where the manifest says.");
            return;
        }

        if (!await LeadsToAsync(checkpoint, leaves, cancel))
        {
            var comparison = new LeafComparison(folder, manifest, report);
            await comparison.RunAsync(ledger, leaves, new TileTrust(_tiles, manifest.Ledger, checkpoint, report).Leaves(), cancel);
            return;
        }

        foreach (var tile in _different)
            report("tile-differs", AuditPrefix + tile.Path, "The tile is not the one that the leaves and the signed root give.");
    }

    private void CheckSignature(Checkpoint checkpoint)
    {
        if (options.Keys.Count == 0)
        {
            notChecked.Add("Who signed: no --key was given, so whoever can write the folder can have signed anew. Signed, it says, by "
                + string.Join(", ", checkpoint.Signatures.Select(signature => signature.Hint)) + ".");
            return;
        }

        var state = checkpoint.CheckedWith(options.Keys);
        if (state is SignatureState.Bad)
            report("signature-wrong", CheckpointPath, "It names a given key, and that key did not sign this text.");
        if (state is SignatureState.Unknown)
            report("signature-missing", CheckpointPath, "None of the given keys has signed it.");
    }

    private void CheckPlace(Checkpoint checkpoint)
    {
        var place = manifest.Ledger;
        if (place.Origin != checkpoint.Origin || place.Size != checkpoint.Size || place.Root != Convert.ToHexStringLower(checkpoint.Root)
            || checkpoint.Signatures.All(signature => signature.Hint != place.Key))
        {
            report("checkpoint-differs", CheckpointPath, "Origin, size, root or key is not what the manifest states.");
        }
    }

    private void CheckHistory(Checkpoint checkpoint)
    {
        var history = Read(ReleaseLogFiles.History, LogHistory.Parse, "history-invalid");
        foreach (var entry in history?.Checkpoints ?? [])
        {
            if (entry.Size >= checkpoint.Size || !Proves(entry, checkpoint))
                report("history-differs", HistoryPath, $"The checkpoint of size {entry.Size} is no beginning of the signed one.");
        }

        if (options.Checkpoint is { } old)
            CheckGrowth(old, checkpoint, history);
    }

    private static bool Proves(HistoryEntry entry, Checkpoint now)
    {
        try
        {
            return Merkle.VerifyConsistency(
                entry.Size, now.Size, Convert.FromHexString(entry.Root), now.Root, [.. entry.Proof.Select(Convert.FromHexString)]);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void CheckGrowth(Checkpoint old, Checkpoint now, LogHistory? history)
    {
        if (options.Keys.Count > 0 && old.CheckedWith(options.Keys) is not SignatureState.Good)
            throw new ConfigurationException("--checkpoint: no given key has signed it. Give the key that it was kept with, too.");
        if (old.Origin != now.Origin)
            report("log-other", CheckpointPath, $"It speaks for {now.Origin}, the kept checkpoint for {old.Origin}: two ledgers.");
        else if (old.Size > now.Size)
            report("log-shrunk", CheckpointPath, $"The ledger had {old.Size} leaves, here it has {now.Size}: an older release.");
        else if (old.Size == now.Size && !old.Root.AsSpan().SequenceEqual(now.Root))
            report("log-forked", CheckpointPath, $"Two different ledgers of {now.Size} leaves have been signed.");
        else if (old.Size < now.Size && history?.Checkpoints.Any(entry =>
            entry.Root == Convert.ToHexStringLower(old.Root) && entry.Size == old.Size && Proves(entry, now)) is not true)
            report("log-forked", CheckpointPath, $"Nothing proves that it continues the kept checkpoint of {old.Size} leaves.");
    }

    /// <summary>Whether the leaves, put where the manifest says, give the signed root.</summary>
    private async Task<bool> LeadsToAsync(Checkpoint checkpoint, MerkleTree leaves, CancellationToken cancel)
    {
        try
        {
            var writer = TileWriter.Open(_tiles.Read, HoldAsync, manifest.Ledger.From);
            for (long leaf = 0; leaf < leaves.Count; leaf++)
                await writer.AddAsync(leaves.Leaf(leaf).ToArray(), cancel);
            var size = await writer.CompleteAsync(cancel);
            return size == checkpoint.Size && new TileTree(Made, size).Root().AsSpan().SequenceEqual(checkpoint.Root);
        }
        catch (EnvironmentException)
        {
            return false; // a tile to the left is missing; the comparison says which
        }
    }

    private ReadOnlyMemory<byte>? Made(Tile tile) => _edge.TryGetValue(tile, out var made) ? made : _tiles.Read(tile);

    private Task HoldAsync(Tile tile, ReadOnlyMemory<byte> hashes, CancellationToken cancel)
    {
        Tiles++;
        if (!tile.IsFull)
            _edge[tile] = hashes.ToArray();
        if (_tiles.ReadExactly(tile) is not { } file || !file.Span.SequenceEqual(hashes.Span))
            _different.Add(tile);
        return Task.CompletedTask;
    }

    private T? Read<T>(string name, Parser<T> parse, string code)
        where T : class
    {
        try
        {
            return parse(File.ReadAllBytes(Path.Combine(folder, ReleasePaths.Audit, name)));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            report(code, AuditPrefix + name, e is FormatException ? e.Message : "It is missing or cannot be read.");
            return null;
        }
    }

    private delegate T Parser<T>(ReadOnlySpan<byte> bytes);
}
