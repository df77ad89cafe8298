using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// The only way to take documents (PDF, HTML) and films apart. As <see cref="IDecoder"/>: parsing happens in the sandboxed child, and what
/// ends or holds up the child comes back as a reason.
/// </summary>
public interface IDocuments
{
    /// <summary>Text and pictures of a document in reading order; equal bytes and limits give equal parts.</summary>
    ValueTask<Decoded<DocumentContent>> DocumentAsync(ReadOnlyMemory<byte> encoded, DocumentOptions limits, CancellationToken cancel);

    /// <summary>The scenes of a film as films of their own; equal bytes, limits and ffmpeg give equal clips.</summary>
    ValueTask<Decoded<FilmClips>> ClipsAsync(ReadOnlyMemory<byte> encoded, ClipOptions limits, CancellationToken cancel);
}

/// <summary>What a part of a document is.</summary>
public enum DocumentPartKind : byte
{
    Paragraph,
    Heading,

    /// <summary>What is said of a picture: a figure's caption, the text in place of a picture.</summary>
    Caption,

    /// <summary>Rows in lines, cells separated by <c> | </c>.</summary>
    Table,

    /// <summary>A picture.</summary>
    Picture,

    /// <summary>A picture was here that is not given: of an unknown form, or not to be had.</summary>
    Omitted,

    /// <summary>
    /// A picture that lies in a file beside the document; its text is the way there. Who opened the document puts the picture or
    /// <see cref="Omitted"/> in its place: no row has one.
    /// </summary>
    Linked,
}

/// <summary>
/// A stretch of a document. Texts have no picture, pictures no text. Both come from the source: personal data has not been replaced.
/// </summary>
public sealed record DocumentPart(DocumentPartKind Kind, string Text)
{
    /// <summary>The picture as an image file of its own (JPEG, PNG, ...); empty for texts.</summary>
    public ReadOnlyMemory<byte> Picture { get; init; }

    /// <summary>Which picture of the document it is, from 1 in reading order; those that are left out count. 0 for texts.</summary>
    public int Number { get; init; }

    /// <summary>Nothing of the content: it must not reach a log by accident.</summary>
    public override string ToString() => nameof(DocumentPart);
}

/// <summary>A document as its parts in reading order.</summary>
public sealed record DocumentContent(IReadOnlyList<DocumentPart> Parts)
{
    /// <summary>Nothing of the content: it must not reach a log by accident.</summary>
    public override string ToString() => nameof(DocumentContent);
}
