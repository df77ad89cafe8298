using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>A sample whose asset is a stretch of a file: every source here lists these.</summary>
internal sealed record LocatedEntry(string Key, ByteRange Asset, CaptionPlace Place) : SourceEntry(Key)
{
    /// <summary>Whether it is to be taken apart as a document.</summary>
    public bool IsDocument { get; init; }

    public static LocatedEntry Of(string key, ByteRange asset, CaptionPlace place) => new(key, asset, place) { AssetBytes = asset.Length };

    public override ValueTask ReadAssetAsync(Memory<byte> asset, CancellationToken cancel) => Asset.ReadAsync(asset, cancel);

    public override ValueTask<Stream> OpenAssetAsync(CancellationToken cancel) => Asset.OpenAsync(cancel);

    public override async ValueTask<string> ReadCaptionAsync(CancellationToken cancel) => (await Place.ReadAsync(cancel)).Text;

    public override async ValueTask<IReadOnlyList<SpokenWord>> ReadTranscriptAsync(CancellationToken cancel) =>
        Place is JsonPlace ? (await Place.ReadAsync(cancel)).Words ?? [] : [];

    /// <summary>
    /// The state of the asset's file, the stretch in it, and the digest of the caption: a caption may be a line of a list whose file
    /// changes with every other line.
    /// </summary>
    public override async ValueTask<SourceVersion?> ReadVersionAsync(CancellationToken cancel)
    {
        var caption = await Place.ReadAsync(cancel);
        var state = Asset.State();
        var words = PlannedSample.DigestCaption(caption.Text, caption.Words ?? []);
        return new SourceVersion($"{state.Tag}-{Asset.Offset}-{Asset.Length}-{words}", state.Modified);
    }

    public override string ToString() => nameof(LocatedEntry);
}
