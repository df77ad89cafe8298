using System.Security.Cryptography;
using System.Text.Json;

namespace Mm.Data.Reader.Files;

/// <summary>A release on disk: its manifest, and the part files checked against it.</summary>
internal sealed class ReleaseFolder
{
    private const int Format = 2;
    private const string ManifestName = "manifest.json";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FileState> _checked = [];

    private ReleaseFolder(string folder, string digest, IReadOnlyList<PartFile> parts, IReadOnlyList<string> columns) =>
        (Folder, Digest, Parts, Columns) = (folder, digest, parts, columns);

    public string Folder { get; }

    public string Digest { get; }

    public IReadOnlyList<PartFile> Parts { get; }

    /// <summary>Names of the columns in file order.</summary>
    public IReadOnlyList<string> Columns { get; }

    public static async Task<ReleaseFolder> OpenAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
        {
            throw new ReaderException(
                ReaderProblem.NoRelease, $"No release lies in {folder}: {ManifestName} is missing. Name the folder that a run published.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancel);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return Read(folder, bytes, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ReaderException(ReaderProblem.Damaged, $"The manifest in {folder} cannot be read. Copy the release again.", e);
        }
    }

    /// <summary>The path on disk, after the check that was asked for.</summary>
    public async Task<string> CheckedAsync(PartFile part, FileCheck check, CancellationToken cancel)
    {
        var path = Path.Combine(Folder, part.Path);
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != part.Bytes)
            throw Damaged(part, file.Exists ? $"it has {file.Length} bytes and not {part.Bytes}" : "it is missing");
        var state = new FileState(file.Length, file.LastWriteTimeUtc);
        if (check is FileCheck.Size || IsChecked(path, state))
            return path;
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
        if (digest != part.Sha256)
            throw Damaged(part, "its SHA-256 is another");
        lock (_lock)
            _checked[path] = state;
        return path;
    }

    public static ReaderException Damaged(PartFile part, string why, Exception? inner = null) => new(
        ReaderProblem.Damaged,
        $"{part.Path} is not the file that the manifest names: {why}. Copy the release again, then run mmdata verify.",
        inner);

    private bool IsChecked(string path, FileState state)
    {
        lock (_lock)
            return _checked.TryGetValue(path, out var before) && before == state;
    }

    private static ReleaseFolder Read(string folder, byte[] bytes, JsonElement json)
    {
        var format = json.GetProperty("format").GetInt32();
        if (format != Format)
        {
            throw new ReaderException(
                ReaderProblem.NoRelease,
                $"The release in {folder} has format {format}; this reader knows {Format}. Take the reader of its version.");
        }

        var digest = json.GetProperty("digest").GetString()!;
        if (digest.Length != 64 || DigestOf(bytes, digest) != digest)
            throw new ReaderException(ReaderProblem.Damaged, $"The manifest in {folder} was altered. Copy the release again.");
        return new ReleaseFolder(
            folder,
            digest,
            [.. json.GetProperty("shards").EnumerateArray().Select(Part)],
            [.. json.GetProperty("schema").EnumerateArray().Select(column => column.GetProperty("name").GetString()!)]);
    }

    /// <summary>A release's digest is over its manifest with the digest's own value empty.</summary>
    private static string DigestOf(byte[] bytes, string digest)
    {
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(digest));
        return Convert.ToHexStringLower(SHA256.HashData([.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + digest.Length)]));
    }

    private static PartFile Part(JsonElement shard)
    {
        var path = shard.GetProperty("path").GetString()!;
        if (Path.IsPathRooted(path) || path.Split('/').Contains(".."))
            throw new FormatException("The manifest names a file outside the release.");
        return new PartFile(
            path,
            shard.GetProperty("bytes").GetInt64(),
            shard.GetProperty("sha256").GetString()!,
            shard.GetProperty("split").GetString()!,
            shard.GetProperty("rows").GetInt64());
    }

    private readonly record struct FileState(long Bytes, DateTime Changed);
}
