using System.Globalization;
using System.Text;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Pipeline;

/// <summary>
/// What a run works on: every sample of the source, in the order of their ids, cut into shards. The same content gives the same plan,
/// whatever the files are called and in whatever order they were found.
/// </summary>
public sealed record RunPlan
{
    /// <summary>Ordered by <see cref="PlannedSample.Id"/> (ordinal).</summary>
    public required IReadOnlyList<PlannedSample> Samples { get; init; }

    public required IReadOnlyList<ShardPlan> Shards { get; init; }

    /// <summary>What lay in the source and was not a sample, and captions that had to be repaired, by reason code.</summary>
    public required SourceCensus Census { get; init; }

    /// <summary>SHA-256 (hex) over the digests of the shards. Equal digests: the same samples in the same shards.</summary>
    public required string Digest { get; init; }

    /// <summary>The sample of that id.</summary>
    /// <exception cref="KeyNotFoundException">The plan has none.</exception>
    public PlannedSample Find(string id)
    {
        var place = PlaceOf(id);
        return Has(place, id) ? Samples[place] : throw new KeyNotFoundException($"No sample {id} in the plan.");
    }

    public bool Contains(string id) => Has(PlaceOf(id), id);

    public IEnumerable<PlannedSample> SamplesOf(ShardPlan shard) => Samples.Skip(shard.First).Take(shard.Count);

    private bool Has(int place, string id) => place < Samples.Count && Samples[place].Id == id;

    private int PlaceOf(string id)
    {
        var (from, to) = (0, Samples.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (string.CompareOrdinal(Samples[middle].Id, id) < 0)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }
}

/// <summary>
/// One measuring job: <paramref name="Count"/> samples from position <paramref name="First"/> of <see cref="RunPlan.Samples"/>.
/// <paramref name="Digest"/> is the SHA-256 (hex) over their ids and the digests of their assets and captions.
/// </summary>
public sealed record ShardPlan(int Index, int First, int Count, string Digest);

/// <summary>One sample of a plan. Only <paramref name="Id"/> and the asset's digest may be stored or logged.</summary>
public sealed record PlannedSample(string Id, SourceEntry Entry, Sha256Digest AssetDigest, Sha256Digest CaptionDigest)
{
    /// <summary>Where the sample stands in the document that it is of; null where it is of none.</summary>
    public DocumentPlace? Document => Entry.Document?.Of(Id);

    /// <summary>Where the sample stands in the film that it was cut from; null where it was not cut.</summary>
    public ClipPlace? Clip => Entry.Clip?.Of(Id);

    /// <summary>Lower-case hex.</summary>
    public string AssetSha256 => AssetDigest.ToString();

    /// <summary>Lower-case hex.</summary>
    public string CaptionSha256 => CaptionDigest.ToString();

    /// <summary>Assets above this many bytes (1 GiB) are digested but never read whole into memory.</summary>
    public const long AssetBytesMax = 1L << 30;

    /// <summary>
    /// Reads asset and caption again and checks both against the plan. Gives the reason <c>source.too-large</c> instead for an asset
    /// above <see cref="AssetBytesMax"/>.
    /// </summary>
    /// <exception cref="EnvironmentException">The input changed since it was planned, or cannot be read any more. Names the id
    /// alone.</exception>
    public async ValueTask<Decoded<SampleContent>> ReadAsync(CancellationToken cancel)
    {
        if (Entry.Fault is { } reason)
            return Decoded.Failed<SampleContent>(reason);
        if (Entry.AssetBytes > AssetBytesMax)
            return Decoded.Failed<SampleContent>("source.too-large");

        var asset = new AssetMemory((int)Entry.AssetBytes);
        try
        {
            await Entry.ReadAssetAsync(asset.Memory, cancel);
            var caption = await Entry.ReadCaptionAsync(cancel);
            var words = await Entry.ReadTranscriptAsync(cancel);
            var slices = await Entry.ReadSlicesAsync(cancel);
            if (Sha256Digest.Of(asset.Memory.Span) != AssetDigest || DigestCaption(caption, words, slices) != CaptionDigest)
                throw new EnvironmentException("Its bytes differ from those that were planned.", EnvironmentFault.SourceChanged);
            return new SampleContent(asset.Memory, caption, asset) { Words = words, Slices = slices };
        }
        catch (EnvironmentException e) when (e.Fault is EnvironmentFault.ServiceAway)
        {
            throw new EnvironmentException($"The input cannot be read (sample {Id}). {e.Message}", e.Fault);
        }
        catch (EnvironmentException e)
        {
            throw new EnvironmentException(
                $"The input changed during the run (sample {Id}). {e.Message} Leave the input alone and run the same command again.",
                e.Fault);
        }
    }

    /// <summary>SHA-256 of a caption's UTF-8.</summary>
    public static Sha256Digest DigestCaption(string caption) => DigestCaption(caption, [], []);

    /// <summary>SHA-256 of a caption's UTF-8 and, where there is one, of the transcript behind it.</summary>
    public static Sha256Digest DigestCaption(string caption, IReadOnlyList<SpokenWord> words) => DigestCaption(caption, words, []);

    /// <summary>SHA-256 of a caption's UTF-8 and, where there are any, of the transcript and the slices behind it.</summary>
    public static Sha256Digest DigestCaption(
        string caption, IReadOnlyList<SpokenWord> words, IReadOnlyList<DocumentSlice> slices)
    {
        if (words.Count == 0 && slices.Count == 0)
            return Sha256Digest.Of(Encoding.UTF8.GetBytes(caption));
        var all = new StringBuilder(caption);
        foreach (var word in words)
            all.Append(CultureInfo.InvariantCulture, $"\0{word.Text}\0{word.FromSeconds:R}\0{word.ToSeconds:R}");
        foreach (var slice in slices)
            all.Append(CultureInfo.InvariantCulture, $"\0\0{slice.Kind}\0{slice.Start}\0{slice.Length}");
        return Sha256Digest.Of(Encoding.UTF8.GetBytes(all.ToString()));
    }

    /// <summary>The id alone: names and captions must not reach a log by accident.</summary>
    public override string ToString() => Id;
}

/// <summary>
/// A sample's bytes, checked against the plan. May hold personal data. Disposing <paramref name="Lease"/> gives the asset's memory back
/// for another one's, when nobody reads it any more; who never does leaves it to the collector.
/// </summary>
public sealed record SampleContent(ReadOnlyMemory<byte> Asset, string Caption, IDisposable Lease)
{
    /// <summary>The transcript; empty where there is none.</summary>
    public IReadOnlyList<SpokenWord> Words { get; init; } = [];

    /// <summary>How the caption makes up the sample's part of its document; empty where it is of none.</summary>
    public IReadOnlyList<DocumentSlice> Slices { get; init; } = [];

    /// <summary>Nothing of the content: it must not reach a log by accident.</summary>
    public override string ToString() => nameof(SampleContent);
}
