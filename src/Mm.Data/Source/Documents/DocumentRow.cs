using Mm.Data.Pipeline;

namespace Mm.Data.Source.Documents;

/// <summary>One sample of a document: a picture, what belongs to it, and how the document goes there.</summary>
/// <param name="Number">Of the picture in the document, from 1.</param>
/// <param name="Picture">The picture's file.</param>
/// <param name="Caption">First what is said of the picture, then the rest of the row's text in reading order, a blank line between.</param>
/// <param name="Slices">The row's parts in reading order, the picture among them.</param>
internal sealed record DocumentRow(int Number, ReadOnlyMemory<byte> Picture, string Caption, IReadOnlyList<DocumentSlice> Slices)
{
    /// <summary>Nothing of the content: it must not reach a log by accident.</summary>
    public override string ToString() => nameof(DocumentRow);
}
