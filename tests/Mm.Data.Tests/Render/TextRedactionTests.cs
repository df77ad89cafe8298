using CsCheck;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Xunit;

namespace Mm.Data.Tests.Render;

public sealed class TextRedactionTests
{
    [Fact]
    public void Spans_in_any_order_become_placeholders() =>
        Assert.Equal("a <B>d <E>", TextRedaction.Replace("a bcd efg", [new Span(6, 3, "E", 1), new Span(2, 2, "B", 1)]));

    [Fact]
    public void Neighbours_stay_two() =>
        Assert.Equal("<A><B>", TextRedaction.Replace("aabb", [new Span(0, 2, "A", 1), new Span(2, 2, "B", 1)]));

    [Fact]
    public void What_overlaps_goes_as_one_under_the_best_kind() =>
        Assert.Equal("x<CARD>y", TextRedaction.Replace("x12345678y", [new Span(1, 5, "PHONE", 0.6f), new Span(4, 5, "CARD", 1)]));

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(1, int.MaxValue)]
    public void A_span_outside_the_text_throws(int start, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TextRedaction.Replace("text", [new Span(start, length, "A", 1)]));

    [Fact]
    public void No_character_of_any_span_survives() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 10]).Array[0, 8].Sample(pairs =>
        {
            var text = new string('.', 40);
            var spans = pairs.Select((pair, i) => new Span(pair.Item1, pair.Item2, "K", i)).ToList();
            var covered = spans.SelectMany(span => Enumerable.Range(span.Start, span.Length)).Distinct().Count();
            Assert.Equal(40 - covered, TextRedaction.Replace(text, spans).Count(character => character == '.'));
        });

    [Fact]
    public void Slices_move_with_what_was_replaced_and_a_span_over_a_border_goes_to_the_first()
    {
        const string text = "Ask Anna\n\nBerg at home.";
        var redacted = TextRedaction.Replace(
            "id", text, [new Span(4, 10, "PERSON", 1)],
            [new DocumentSlice(DocumentPartKind.Caption, 0, 8), new DocumentSlice(DocumentPartKind.Picture, 0, 0), new(DocumentPartKind.Table, 10, 13)],
            TextOperators.Placeholders);

        Assert.Equal("Ask <PERSON> at home.", redacted.Text);
        Assert.Equal(
            ["Ask <PERSON>", "", " at home."],
            redacted.Slices.Select(slice => redacted.Text.Substring(slice.Start, slice.Length)));
    }

    [Fact]
    public void Slices_hold_nothing_that_was_in_a_span_and_all_that_was_in_none() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 10]).Array[0, 8].Select(Gen.Int[0, 40].Array[3]).Sample((pairs, cuts) =>
        {
            var text = string.Concat(Enumerable.Range(0, 40).Select(i => (char)('a' + i)));
            int[] edges = [0, .. cuts.Order(), 40];
            DocumentSlice[] slices =
            [
                .. edges.Zip(edges.Skip(1)).Select(edge => new DocumentSlice(DocumentPartKind.Paragraph, edge.First, edge.Second - edge.First)),
            ];
            Span[] spans = [.. pairs.Select((pair, i) => new Span(pair.Item1, pair.Item2, "K", i))];

            var redacted = TextRedaction.Replace("id", text, spans, slices, TextOperators.Placeholders);
            var parts = redacted.Slices.Select(slice => redacted.Text.Substring(slice.Start, slice.Length)).ToArray();

            Assert.Equal(redacted.Text, string.Concat(parts));
            foreach (var (slice, part) in slices.Zip(parts))
            {
                var left = Enumerable.Range(slice.Start, slice.Length).Where(i => !spans.Any(span => i >= span.Start && i < span.Start + span.Length));
                Assert.Equal(string.Concat(left.Select(i => text[i])), part.Replace("<K>", "", StringComparison.Ordinal));
            }
        });
}
