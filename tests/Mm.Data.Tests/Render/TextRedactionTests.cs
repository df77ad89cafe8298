using CsCheck;
using Mm.Data.Pipeline;
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
}
