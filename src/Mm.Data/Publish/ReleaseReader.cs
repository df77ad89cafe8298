using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Publish;

/// <summary>A row and where it lies: part file, and place in it from 0.</summary>
public sealed record ReleaseRow(SampleRow Sample, string Split, string Path, long Index);

/// <summary>Reads a published release: the manifest first, then what it names.</summary>
public sealed class ReleaseReader
{
    private ReleaseReader(string folder, ReleaseManifest manifest)
    {
        Folder = folder;
        Manifest = manifest;
    }

    public string Folder { get; }

    public ReleaseManifest Manifest { get; }

    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">Its manifest is damaged.</exception>
    public static async Task<ReleaseReader> OpenAsync(string folder, CancellationToken cancel)
    {
        var bytes = await ReadManifestAsync(folder, cancel);
        try
        {
            return new ReleaseReader(folder, ReleaseManifest.Parse(bytes));
        }
        catch (FormatException e)
        {
            throw new EnvironmentException($"The release in {folder} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes of a release's manifest.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    internal static async Task<byte[]> ReadManifestAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, ReleaseManifest.FileName);
        if (!File.Exists(path))
        {
            throw new ConfigurationException(
                $"No release lies in {folder}: {ReleaseManifest.FileName} is missing. Name the folder that a run published.");
        }

        try
        {
            return await File.ReadAllBytesAsync(path, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Streams the rows, part by part in manifest order; of one split, or of all when null.</summary>
    /// <exception cref="EnvironmentException">A part file is missing or damaged.</exception>
    public async IAsyncEnumerable<ReleaseRow> RowsAsync(string? split, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var shard in Manifest.Shards.Where(shard => split is null || shard.Split == split))
        {
            long index = 0;
            await foreach (var row in SampleFile.ReadAsync(Path.Combine(Folder, shard.Path), cancel))
                yield return new ReleaseRow(row, shard.Split, shard.Path, index++);
        }
    }

    /// <summary>Streams the feature tables in manifest order.</summary>
    /// <exception cref="EnvironmentException">A feature file is missing or damaged.</exception>
    public async IAsyncEnumerable<FeatureTable> FeaturesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in Manifest.Features)
            yield return await FeatureFile.ReadAsync(Path.Combine(Folder, file.Path), cancel);
    }
}
