using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Publish;

/// <summary>A row and where it lies: part file, and place in it from 0.</summary>
public sealed record ReleaseRow(SampleRow Sample, string Split, string Path, long Index);

/// <summary>A manifest, and the SHA-256 of the file that it was parsed from.</summary>
public sealed record KnownManifest(ReadOnlyMemory<byte> Sha256, ReleaseManifest Manifest);

/// <summary>
/// Reads a published release: the manifest first, then what it names. It is the same release until the reader is disposed, also where
/// another has taken its place meanwhile.
/// </summary>
public sealed class ReleaseReader : IDisposable
{
    private readonly string _name;
    private readonly ReleasePin _pin;

    private ReleaseReader(string name, ReleasePin pin, ReleaseManifest manifest) => (_name, _pin, Manifest) = (name, pin, manifest);

    /// <summary>A path to the release that the manifest tells of, valid until the reader is disposed.</summary>
    public string Folder => _pin.Folder;

    public ReleaseManifest Manifest { get; }

    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">Its manifest is damaged.</exception>
    public static async Task<ReleaseReader> OpenAsync(string folder, CancellationToken cancel)
    {
        var pin = await ReleasePin.OpenAsync(folder, cancel);
        try
        {
            return new ReleaseReader(folder, pin, ReleaseManifest.Parse(pin.ManifestBytes));
        }
        catch (FormatException e)
        {
            pin.Dispose();
            throw new EnvironmentException($"The release in {folder} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Opens the release without parsing its manifest again, where that is still the one that is known.</summary>
    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">Another release lies there, or its manifest cannot be read.</exception>
    public static async Task<ReleaseReader> OpenAsync(string folder, KnownManifest known, CancellationToken cancel)
    {
        var pin = await ReleasePin.OpenAsync(folder, cancel);
        if (SHA256.HashData(pin.ManifestBytes).AsSpan().SequenceEqual(known.Sha256.Span))
            return new ReleaseReader(folder, pin, known.Manifest);
        pin.Dispose();
        throw new EnvironmentException($"The release in {folder} was replaced while it was read. Open it again.");
    }

    /// <summary>To open the same release again.</summary>
    public KnownManifest Known => new(SHA256.HashData(_pin.ManifestBytes), Manifest);

    public void Dispose() => _pin.Dispose();

    /// <summary>Streams the rows, part by part in manifest order; of one split, or of all when null.</summary>
    /// <exception cref="EnvironmentException">A part file is missing or damaged.</exception>
    public async IAsyncEnumerable<ReleaseRow> RowsAsync(string? split, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var shard in Manifest.Shards.Where(shard => split is null || shard.Split == split))
        {
            long index = 0;
            await foreach (var row in PartRowsAsync(shard, cancel))
                yield return new ReleaseRow(row, shard.Split, shard.Path, index++);
        }
    }

    /// <summary>Streams the ids of all rows in manifest order, without touching media.</summary>
    /// <exception cref="EnvironmentException">A part file is missing or damaged.</exception>
    public async IAsyncEnumerable<string> IdsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var shard in Manifest.Shards)
        {
            await foreach (var id in SampleFile.ReadIdsAsync(PathOf(shard), cancel))
                yield return id;
        }
    }

    /// <summary>Streams the rows of one part.</summary>
    internal IAsyncEnumerable<SampleRow> PartRowsAsync(ShardFile shard, CancellationToken cancel) =>
        SampleFile.ReadAsync(PathOf(shard), cancel);

    /// <summary>Streams the feature tables in manifest order.</summary>
    /// <exception cref="EnvironmentException">A feature file is missing or damaged.</exception>
    public async IAsyncEnumerable<FeatureTable> FeaturesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in Manifest.Features)
            yield return await FeatureFile.ReadAsync(PathOf(file), cancel);
    }

    private string PathOf(ReleaseFile file) => _pin.Holds
        ? Path.Combine(Folder, file.Path)
        : throw new EnvironmentException($"The release in {_name} was replaced and deleted while it was read. Open it again.");
}
