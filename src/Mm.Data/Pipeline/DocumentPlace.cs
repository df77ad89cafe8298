namespace Mm.Data.Pipeline;

/// <summary>
/// Where a sample stands in the document that it is of. Rows of one document have one <paramref name="Document"/>, and its order is that of
/// <paramref name="Position"/>.
/// </summary>
/// <param name="Document">24 hex digits of the document's SHA-256; <c>-2</c>, ... behind them where the input has it several times.</param>
/// <param name="Position">Which picture of the document it is, from 1; those that gave no sample count.</param>
/// <param name="Rows">How many samples the document gave.</param>
public sealed record DocumentPlace(string Document, int Position, int Rows)
{
    /// <summary>The id of a document's sample: the document, then its position as 8 hex digits, so that ids are in reading order.</summary>
    public static string IdOf(string documentSha256, int position) => PartId.Of(documentSha256, position);

    /// <summary>The same place in the copy of the document that the sample <paramref name="id"/> belongs to.</summary>
    public DocumentPlace Of(string id) => this with { Document = PartId.WholeOf(id) };
}
