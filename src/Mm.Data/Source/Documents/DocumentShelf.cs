using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Documents;

/// <summary>
/// Opens documents, and keeps the last ones: samples of a document come one after the other, and each would open it anew. Holds pictures of
/// two times <see cref="DocumentOptions.PicturesMib"/> at most, and nothing on a disk: they are not redacted. Safe for concurrent use.
/// </summary>
public sealed class DocumentShelf(IDocuments documents, DocumentOptions options)
{
    private const int KeptMax = 8;

    private readonly Shelf<IReadOnlyList<DocumentRow>> _shelf =
        new(rows => rows.Sum(row => (long)row.Picture.Length), 2L * options.PicturesMib << 20, KeptMax);

    /// <summary>The rows of a file that has these bytes, or why it has none.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, or is another than it was.</exception>
    internal async Task<Decoded<OpenedDocument>> OpenAsync(ByteRange file, CancellationToken cancel)
    {
        if (file.Length > options.FileMib * (1L << 20))
            return Decoded.Failed<OpenedDocument>("source.too-large");
        var bytes = await file.ReadAsync(file.Length, cancel);
        var content = await documents.DocumentAsync(bytes, options, cancel);
        if (content.Value is not { } document)
            return Decoded.Failed<OpenedDocument>(content.Reason!);
        var linked = new LinkedPictures(file, options);
        var rows = DocumentRows.Cut(await linked.ResolveAsync(document.Parts, cancel));
        if (rows.Count == 0)
            return Decoded.Failed<OpenedDocument>(DocumentReasons.WithoutPictures);
        return rows.Any(row => Encoding.UTF8.GetByteCount(row.Caption) > SourceEntry.CaptionBytesMax)
            ? Decoded.Failed<OpenedDocument>(DocumentReasons.TooMuchText)
            : new OpenedDocument(Sha256Digest.Of(bytes), rows) { Linked = linked.Files };
    }

    /// <summary>The rows of a document that was opened before, from the shelf if it still stands there.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, is another than it was, or cannot be opened any more.</exception>
    internal Task<IReadOnlyList<DocumentRow>> RowsAsync(ByteRange file, Sha256Digest digest, CancellationToken cancel) =>
        _shelf.TakeAsync(KeyOf(file, digest), () => OpenAgainAsync(file, digest), cancel);

    // The same page in two folders has the pictures of each.
    private static Sha256Digest KeyOf(ByteRange file, Sha256Digest digest) =>
        Sha256Digest.Of(Encoding.UTF8.GetBytes($"{digest} {file.Folder}"));

    private async Task<IReadOnlyList<DocumentRow>> OpenAgainAsync(ByteRange file, Sha256Digest digest)
    {
        var opened = await OpenAsync(file, CancellationToken.None);
        if (opened.Value is not { } document)
        {
            // The machine's, not the file's: the same bytes were opened when the run was planned.
            throw new EnvironmentException($"A document that was opened before cannot be opened any more ({opened.Reason}).");
        }

        return document.Digest == digest
            ? document.Rows
            : throw new EnvironmentException("Its document changed after it was planned.", EnvironmentFault.SourceChanged);
    }
}

/// <summary>A document that gave rows, with the digest of its file.</summary>
internal sealed record OpenedDocument(Sha256Digest Digest, IReadOnlyList<DocumentRow> Rows)
{
    /// <summary>Files beside it that are pictures of it.</summary>
    public IReadOnlyList<ByteRange> Linked { get; init; } = [];
}
