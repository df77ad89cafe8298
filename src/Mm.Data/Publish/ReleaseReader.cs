using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Write;

namespace Mm.Data.Publish;

/// <summary>A row and where it lies: part file, and place in it from 0.</summary>
public sealed record ReleaseRow(SampleRow Sample, string Split, string Path, long Index);

/// <summary>Length of a manifest's file, and the ticks of its last write (UTC).</summary>
public sealed record ManifestMark(long Bytes, long WrittenTicks);

/// <summary>A manifest, and the file that it was parsed from: its SHA-256, and its mark where it lies in a folder.</summary>
public sealed record KnownManifest(ReadOnlyMemory<byte> Sha256, ManifestMark? Mark, ReleaseManifest Manifest);

/// <summary>
/// Reads a published release: the manifest first, then what it names. It is the same release until the reader is disposed, also where
/// another has taken its place meanwhile.
/// </summary>
public sealed class ReleaseReader : IDisposable
{
    private readonly string _name;
    private readonly IHeldRelease _held;

    private ReleaseReader(string name, IHeldRelease held, KnownManifest known) => (_name, _held, Known) = (name, held, known);

    /// <summary>A path to the release that the manifest tells of, valid until the reader is disposed.</summary>
    /// <exception cref="EnvironmentException">It lies in a container.</exception>
    public string Folder => _held.Folder;

    public ReleaseManifest Manifest => Known.Manifest;

    /// <summary>To open the same release again.</summary>
    public KnownManifest Known { get; }

    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">Its manifest is damaged.</exception>
    public static async Task<ReleaseReader> OpenAsync(string folder, CancellationToken cancel)
    {
        var pin = await ReleasePin.OpenAsync(folder, known: null, cancel);
        try
        {
            return new ReleaseReader(folder, pin, Parsed(pin.ManifestBytes!, pin.Mark));
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
        var pin = await ReleasePin.OpenAsync(folder, known.Mark, cancel);
        if (pin.ManifestBytes is not { } read || SHA256.HashData(read).AsSpan().SequenceEqual(known.Sha256.Span))
            return new ReleaseReader(folder, pin, known);
        pin.Dispose();
        throw new EnvironmentException($"The release in {folder} was replaced while it was read. Open it again.");
    }

    /// <summary>Opens the release that lies in a container now.</summary>
    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">Its manifest is damaged, or the service is away.</exception>
    public static async Task<ReleaseReader> OpenAsync(IBlobs blobs, CancellationToken cancel)
    {
        var stored = await blobs.ReadAsync(ReleaseManifest.FileName, cancel) ?? throw new ConfigurationException(
            $"No release lies in {blobs.Root}: {ReleaseManifest.FileName} is missing. Name the prefix that a run published to.");
        try
        {
            return In(blobs, Parsed(stored.Bytes, mark: null));
        }
        catch (FormatException e)
        {
            throw new EnvironmentException($"The release in {blobs.Root} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The release of a container whose manifest is known; nothing is asked for until something of it is read.</summary>
    public static ReleaseReader In(IBlobs blobs, KnownManifest known) =>
        new(blobs.Root.ToString(), new ContainerRelease(blobs, known.Manifest), known);

    public void Dispose() => _held.Dispose();

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
            await foreach (var id in SampleFile.ReadIdsAsync(FileOf(shard), cancel))
                yield return id;
        }
    }

    /// <summary>Streams the rows of one part.</summary>
    internal IAsyncEnumerable<SampleRow> PartRowsAsync(ShardFile shard, CancellationToken cancel) =>
        SampleFile.ReadAsync(FileOf(shard), cancel);

    /// <summary>Streams the feature tables in manifest order.</summary>
    /// <exception cref="EnvironmentException">A feature file is missing or damaged.</exception>
    public async IAsyncEnumerable<FeatureTable> FeaturesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in Manifest.Features)
            yield return await FeatureFile.ReadAsync(FileOf(file), cancel);
    }

    /// <summary>A file of the release, for reading here and there.</summary>
    /// <exception cref="EnvironmentException">The release is gone.</exception>
    public ReadableFile FileOf(ReleaseFile file) => Held.File(file.Path, file.Bytes);

    /// <summary>The same for reading once, from front to back.</summary>
    /// <exception cref="EnvironmentException">The release is gone.</exception>
    public ReadableFile WholeOf(ReleaseFile file) => Held.Whole(file.Path, file.Bytes);

    /// <summary>The signed checkpoint of the ledger that lies with the release.</summary>
    /// <exception cref="EnvironmentException">It is missing or cannot be read.</exception>
    public byte[] CheckpointBytes() =>
        _held.Small($"{ReleasePaths.Audit}/{ReleaseLogFiles.Checkpoint}")?.ToArray()
        ?? throw new EnvironmentException($"The release in {_name} has no checkpoint. Run verify to see what else is wrong.");

    /// <summary>The tiles of the ledger that lie with the release.</summary>
    internal TileReader Tiles => _held.Tiles;

    private IHeldRelease Held => _held.Holds
        ? _held
        : throw new EnvironmentException($"The release in {_name} was replaced and deleted while it was read. Open it again.");

    private static KnownManifest Parsed(byte[] bytes, ManifestMark? mark) =>
        new(SHA256.HashData(bytes), mark, ReleaseManifest.Parse(bytes));
}
