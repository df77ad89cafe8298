using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Documents;

/// <summary>One row of a document. Its asset is the picture alone: the document itself goes nowhere.</summary>
/// <param name="Key">The document's key and the picture's number.</param>
/// <param name="File">The document.</param>
/// <param name="Shelf">What opens it.</param>
/// <param name="Digest">Of the document's bytes.</param>
/// <param name="Row">Which of its rows, from 0.</param>
/// <param name="Place">Where the row stands.</param>
/// <param name="Picture">Digest of the picture.</param>
/// <param name="Text">Digest of caption and slices.</param>
internal sealed record DocumentEntry(
    string Key, ByteRange File, DocumentShelf Shelf, Sha256Digest Digest, int Row, DocumentPlace Place, Sha256Digest Picture,
    Sha256Digest Text) : SourceEntry(Key)
{
    public override DocumentPlace? Document => Place;

    public override async ValueTask ReadAssetAsync(Memory<byte> asset, CancellationToken cancel)
    {
        var picture = (await ReadAsync(cancel)).Picture;
        if (picture.Length != asset.Length)
            throw new EnvironmentException("Its document changed after it was planned.", EnvironmentFault.SourceChanged);
        picture.CopyTo(asset);
    }

    public override async ValueTask<Stream> OpenAssetAsync(CancellationToken cancel) =>
        new MemoryStream((await ReadAsync(cancel)).Picture.ToArray(), writable: false);

    public override async ValueTask<string> ReadCaptionAsync(CancellationToken cancel) => (await ReadAsync(cancel)).Caption;

    public override async ValueTask<IReadOnlyList<DocumentSlice>> ReadSlicesAsync(CancellationToken cancel) =>
        (await ReadAsync(cancel)).Slices;

    private async ValueTask<DocumentRow> ReadAsync(CancellationToken cancel) => (await Shelf.RowsAsync(File, Digest, cancel))[Row];

    public override string ToString() => nameof(DocumentEntry);
}
