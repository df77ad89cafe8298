using CsCheck;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source.Documents;
using Xunit;

namespace Mm.Data.Tests.Source.Documents;

public sealed class DocumentRowsTests
{
    private static readonly Gen<DocumentPart[]> Documents = Gen.Select(
            Gen.Int[0, 5].Select(kind => (DocumentPartKind)kind), Gen.String[Gen.Char['a', 'z'], 1, 9])
        .Select((kind, text) => kind is DocumentPartKind.Picture
            ? new DocumentPart(kind, "") { Picture = new byte[] { 1 } }
            : new DocumentPart(kind, kind is DocumentPartKind.Omitted ? "" : text))
        .Array[0, 30]
        .Select(parts =>
        {
            var number = 0;
            return parts.Select(part => part.Kind is DocumentPartKind.Picture ? part with { Number = ++number } : part).ToArray();
        });

    [Fact]
    public void The_rows_in_order_are_the_whole_document_and_no_part_is_in_two() => Documents.Sample(parts =>
    {
        var rows = DocumentRows.Cut(parts);
        Assert.Equal(parts.Count(part => part.Kind is DocumentPartKind.Picture), rows.Count);
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(row => row.Number));
        if (rows.Count > 0)
        {
            Assert.Equal(
                parts.Select(part => (part.Kind, part.Text)),
                rows.SelectMany(row => row.Slices.Select(slice => (slice.Kind, row.Caption.Substring(slice.Start, slice.Length)))));
        }

        Assert.All(rows, row => Assert.Single(row.Slices, slice => slice.Kind is DocumentPartKind.Picture));
    });

    [Fact]
    public void A_caption_holds_nothing_but_its_slices_and_what_parts_them() => Documents.Sample(parts => Assert.All(
        DocumentRows.Cut(parts), row => Assert.Equal(
            row.Caption.Replace("\n\n", "", StringComparison.Ordinal).Length, row.Slices.Sum(slice => slice.Length))));

    [Fact]
    public void The_captions_of_a_picture_come_first_and_a_row_ends_behind_them()
    {
        var rows = DocumentRows.Cut(
        [
            Text(DocumentPartKind.Paragraph, "before"), Picture(1), Text(DocumentPartKind.Caption, "said"), Text(DocumentPartKind.Paragraph, "next"),
            Text(DocumentPartKind.Caption, "above"), Picture(2), Text(DocumentPartKind.Paragraph, "behind"),
        ]);

        Assert.Equal(["said\n\nbefore", "above\n\nnext\n\nbehind"], rows.Select(row => row.Caption));
    }

    [Fact]
    public void A_document_without_pictures_has_no_rows() => Assert.Empty(DocumentRows.Cut([Text(DocumentPartKind.Paragraph, "alone")]));

    private static DocumentPart Text(DocumentPartKind kind, string text) => new(kind, text);

    private static DocumentPart Picture(int number) => new(DocumentPartKind.Picture, "") { Number = number, Picture = new byte[] { 1 } };
}
