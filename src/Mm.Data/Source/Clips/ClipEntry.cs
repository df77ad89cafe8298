using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Clips;

/// <summary>One clip of a film. Its asset is the clip alone; its caption is the film's.</summary>
/// <param name="Key">The film's key and the clip's number.</param>
/// <param name="Film">The film.</param>
/// <param name="Caption">Where the film's caption stands.</param>
/// <param name="Shelf">What cuts it.</param>
/// <param name="Digest">Of the film's bytes.</param>
/// <param name="Place">Where the clip stands in it.</param>
/// <param name="ClipDigest">Of the clip.</param>
internal sealed record ClipEntry(
    string Key, ByteRange Film, CaptionPlace Caption, ClipShelf Shelf, Sha256Digest Digest, ClipPlace Place, Sha256Digest ClipDigest)
    : SourceEntry(Key)
{
    public override ClipPlace? Clip => Place;

    public override async ValueTask ReadAssetAsync(Memory<byte> asset, CancellationToken cancel)
    {
        var clip = await ReadAsync(cancel);
        if (clip.Length != asset.Length)
            throw new EnvironmentException("Its film changed after it was planned.", EnvironmentFault.SourceChanged);
        clip.CopyTo(asset);
    }

    public override async ValueTask<Stream> OpenAssetAsync(CancellationToken cancel) =>
        new MemoryStream((await ReadAsync(cancel)).ToArray(), writable: false);

    public override async ValueTask<string> ReadCaptionAsync(CancellationToken cancel) => (await Caption.ReadAsync(cancel)).Text;

    /// <summary>The words of the film's transcript that are spoken in the clip, by the clip's own time.</summary>
    public override async ValueTask<IReadOnlyList<SpokenWord>> ReadTranscriptAsync(CancellationToken cancel)
    {
        if (Caption is not JsonPlace)
            return [];
        var words = (await Caption.ReadAsync(cancel)).Words ?? [];
        var length = Place.ToSeconds - Place.FromSeconds;
        return
        [
            .. words.Where(word => word.ToSeconds > Place.FromSeconds && word.FromSeconds < Place.ToSeconds).Select(word => word with
            {
                // A word that a cut goes through belongs to both clips: what of it is heard may still be personal.
                FromSeconds = Math.Max(0, word.FromSeconds - Place.FromSeconds),
                ToSeconds = Math.Min(length, word.ToSeconds - Place.FromSeconds),
            }),
        ];
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel)
    {
        var clips = await Shelf.ClipsAsync(Film, Digest, cancel);
        return Place.Number <= clips.Count
            ? clips[Place.Number - 1].Bytes
            : throw new EnvironmentException("Its film gives other clips than when it was planned.", EnvironmentFault.SourceChanged);
    }

    public override string ToString() => nameof(ClipEntry);
}
