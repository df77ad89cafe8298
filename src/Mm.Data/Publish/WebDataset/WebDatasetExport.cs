using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Write;

namespace Mm.Data.Publish.WebDataset;

/// <summary>One tar of an export.</summary>
public sealed record TarFile(string Path, string Split, long Rows, long Bytes, string Sha256);

/// <summary>What an export holds: written last, so that a folder without it is not whole.</summary>
public sealed record ExportIndex
{
    public const string FileName = "index.json";

    /// <summary>Digest of the release that it was made from.</summary>
    public required string Release { get; init; }

    public required IReadOnlyList<TarFile> Shards { get; init; }

    /// <summary>Rows left out because they are revoked.</summary>
    public required long Revoked { get; init; }
}

/// <summary>
/// Writes the rows of a release into tars for WebDataset readers: the same selection, redaction and order as the Parquet files, each of
/// which is checked against the manifest before a row of it is written.
/// </summary>
public static class WebDatasetExport
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    /// <param name="release">Where the rows come from.</param>
    /// <param name="folder">Must not exist; it appears whole.</param>
    /// <param name="isRevoked">Tells of an id whether its row is left out.</param>
    /// <param name="shardBytesMax">Bytes of a tar, about; a larger row has a tar to itself.</param>
    /// <exception cref="ConfigurationException">Something lies in <paramref name="folder"/>.</exception>
    /// <exception cref="EnvironmentException">A part file is missing or damaged.</exception>
    public static async Task<ExportIndex> WriteAsync(
        ReleaseReader release, string folder, Predicate<string> isRevoked, long shardBytesMax, CancellationToken cancel)
    {
        var output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(output) || File.Exists(output))
            throw new ConfigurationException($"{output} is there already. Name a folder that does not exist yet.");
        var staging = output + Durable.TemporarySuffix;
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true); // of an export that did not end
        Directory.CreateDirectory(staging);

        var shards = new List<TarFile>();
        long revoked = 0;
        foreach (var split in release.Manifest.Shards.Select(shard => shard.Split).Distinct().Order(StringComparer.Ordinal))
        {
            await using var rows = KeptAsync(release, split, isRevoked, () => revoked++, cancel).GetAsyncEnumerator(cancel);
            var more = await rows.MoveNextAsync();
            for (var number = 0; more; number++)
            {
                var name = $"{split}-{number:D6}.tar";
                long count = 0;
                await Durable.WriteAsync(Path.Combine(staging, name), async stream =>
                {
                    await using var tar = new TarShard(stream);
                    do
                    {
                        await tar.AddAsync(rows.Current, cancel);
                        more = await rows.MoveNextAsync();
                    }
                    while (more && tar.Bytes + rows.Current.Asset.Length <= shardBytesMax);
                    count = tar.Rows;
                }, cancel);
                var file = await FileDigest.OfAsync(staging, name, cancel);
                shards.Add(new TarFile(name, split, count, file.Bytes, file.Sha256));
            }
        }

        var index = new ExportIndex { Release = release.Manifest.Digest, Shards = shards, Revoked = revoked };
        await Durable.WriteAsync(Path.Combine(staging, ExportIndex.FileName), JsonSerializer.SerializeToUtf8Bytes(index, Json), cancel);
        Durable.Rename(staging, output);
        return index;
    }

    private static async IAsyncEnumerable<SampleRow> KeptAsync(
        ReleaseReader release,
        string split,
        Predicate<string> isRevoked,
        Action revoked,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var shard in release.Manifest.Shards.Where(shard => shard.Split == split))
        {
            var file = await FileDigest.OfAsync(release.Folder, shard.Path, cancel);
            if (file.Sha256 != shard.Sha256)
            {
                throw new EnvironmentException(
                    $"{shard.Path} is not the file that the manifest names. Run mmdata verify; copy the release again.");
            }

            await foreach (var row in release.PartRowsAsync(shard, cancel))
            {
                if (isRevoked(row.Id))
                    revoked();
                else
                    yield return row;
            }
        }
    }
}
