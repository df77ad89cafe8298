namespace Mm.Data.Reader;

/// <summary>
/// The documents of one consumer in the order of their ids; rows of no document are passed over. Holds the rows of one document and of its
/// copies at a time. Document n of the split belongs to the consumer n modulo their number: each of them reads all rows to find its own.
/// </summary>
public sealed class DocumentSequence : IAsyncEnumerable<InterleavedDocument>
{
    /// <summary>The columns that documents are put together from.</summary>
    internal static readonly IReadOnlyList<string> Columns =
        ["image", "document_id", "document_position", "document_rows", "document_parts"];

    private const int DocumentDigits = 24;

    private readonly RowSequence _rows;
    private readonly Consumer _consumer;

    internal DocumentSequence(RowSequence rows, Consumer consumer) => (_rows, _consumer) = (rows, consumer);

    public async IAsyncEnumerator<InterleavedDocument> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        long number = 0;
        var open = new List<DataRow>();
        await foreach (var row in _rows.WithCancellation(cancellationToken))
        {
            if (row.Text("document_id") is not { } id)
                continue;
            if (open.Count > 0 && !SameSource(open[^1].Text("document_id")!, id))
            {
                foreach (var document in Documents(open))
                {
                    if (number++ % _consumer.Count == _consumer.Index)
                        yield return document;
                }

                open.Clear();
            }

            open.Add(row);
        }

        foreach (var document in Documents(open))
        {
            if (number++ % _consumer.Count == _consumer.Index)
                yield return document;
        }
    }

    // Copies of a document lie among one another: their ids differ in what stands behind the position.
    private static IEnumerable<InterleavedDocument> Documents(List<DataRow> rows) => rows
        .GroupBy(row => row.Text("document_id")!, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => InterleavedDocument.Of([.. group.OrderBy(row => row.Number("document_position"))]));

    private static bool SameSource(string one, string other) =>
        one.AsSpan(0, DocumentDigits).SequenceEqual(other.AsSpan(0, DocumentDigits));
}
