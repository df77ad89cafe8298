namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// Where samples come from. Listing is repeatable: the same files give the same entries. Nothing of an entry is ever persisted or logged,
/// because names and captions may hold personal data; a resumed run lists again.
/// </summary>
public interface ISource
{
    /// <summary>Lists every sample, counting in <paramref name="census"/> what is not one.</summary>
    /// <exception cref="ConfigurationException">The input is missing or its lists are malformed; every fault at once.</exception>
    /// <exception cref="EnvironmentException">A file cannot be read.</exception>
    IAsyncEnumerable<SourceEntry> ListAsync(SourceCensus census, CancellationToken cancel);
}

/// <summary>
/// One sample in the source. <paramref name="Key"/> orders entries (slash path under the input; for archives <c>file.tar!name</c>).
/// </summary>
public abstract record SourceEntry(string Key)
{
    /// <summary>
    /// Longest caption in bytes of UTF-8. A longer one is cut by the source, but never to this length or below, so that the stage
    /// that reads text sees that it was too long and can say so.
    /// </summary>
    public const int CaptionBytesMax = 65_536;

    /// <summary>Reads the asset's bytes as they are now into <paramref name="asset"/>, <see cref="AssetBytes"/> long.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, or has another length by now.</exception>
    public abstract ValueTask ReadAssetAsync(Memory<byte> asset, CancellationToken cancel);

    /// <summary>Opens the asset for streaming, for digests of large files.</summary>
    public abstract ValueTask<Stream> OpenAssetAsync(CancellationToken cancel);

    /// <summary>The caption, or "" where there is none.</summary>
    public abstract ValueTask<string> ReadCaptionAsync(CancellationToken cancel);

    /// <summary>The words that are spoken in the asset, with their times; empty where there is no transcript.</summary>
    public virtual ValueTask<IReadOnlyList<SpokenWord>> ReadTranscriptAsync(CancellationToken cancel) => new([]);

    /// <summary>The document that the sample is of; null where it is of none.</summary>
    public virtual DocumentPlace? Document => null;

    /// <summary>Where the sample was cut from its film; null where it was not.</summary>
    public virtual ClipPlace? Clip => null;

    /// <summary>How the caption makes up the sample's part of its document, in reading order; empty where it is of none.</summary>
    public virtual ValueTask<IReadOnlyList<DocumentSlice>> ReadSlicesAsync(CancellationToken cancel) => new([]);

    /// <summary>
    /// What tells this state of the sample's files from a later one, without reading the asset; null where the source cannot say, and
    /// then a cursor takes the sample every time.
    /// </summary>
    /// <exception cref="EnvironmentException">It cannot be asked.</exception>
    public virtual ValueTask<SourceVersion?> ReadVersionAsync(CancellationToken cancel) => new((SourceVersion?)null);

    /// <summary>Why listing found that the sample can be none: its reason code; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Length of the asset in bytes.</summary>
    public required long AssetBytes { get; init; }
}

/// <summary>The state of a sample's files: equal tags, equal bytes.</summary>
/// <param name="ETag">Opaque; may be compared and digested, never shown.</param>
/// <param name="Modified">When the asset was last written, by the store that holds it.</param>
public sealed record SourceVersion(string ETag, DateTimeOffset Modified);

/// <summary>
/// What lay in the source and was not a sample, counted by reason code (<c>unknown-extension</c>, <c>caption-without-asset</c>,
/// <c>link</c>, ...).
/// </summary>
public sealed class SourceCensus
{
    private readonly SortedDictionary<string, long> _ignored = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Ignored => _ignored;

    public void Ignore(string reason) => Ignore(reason, 1);

    public void Ignore(string reason, long count) => _ignored[reason] = _ignored.GetValueOrDefault(reason) + count;
}
