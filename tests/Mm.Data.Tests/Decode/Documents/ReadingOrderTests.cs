using CsCheck;
using Mm.Data.Decoder.Documents;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Documents;

public sealed class ReadingOrderTests
{
    private const double PageArea = 595 * 842;

    [Fact]
    public void Every_block_comes_once_whatever_lies_over_whatever() => Gen
        .Select(Gen.Double[0, 500], Gen.Double[0, 800], Gen.Double[1, 300], Gen.Double[1, 200]).Array[0, 40].Sample(boxes =>
        {
            PageBlock[] blocks = [.. boxes.Select((box, n) => Block($"{n}", box.Item1, box.Item2, box.Item1 + box.Item3, box.Item2 + box.Item4))];

            var ordered = ReadingOrder.Of(blocks, PageArea);

            Assert.Equal(blocks.Select(block => block.Text).Order(), ordered.Select(block => block.Text).Order());
        });

    [Fact]
    public void Columns_below_a_heading_are_read_one_by_one_also_where_their_gaps_meet() => Assert.Equal(
        ["heading", "left 1", "left 2", "right 1", "right 2", "foot"],
        Told(
            Block("right 2", 300, 400, 500, 500), Block("foot", 50, 100, 500, 150), Block("left 2", 50, 400, 280, 500),
            Block("left 1", 50, 520, 280, 700), Block("heading", 50, 750, 500, 800), Block("right 1", 300, 520, 500, 700)));

    [Fact]
    public void What_covers_the_page_lies_behind_and_comes_first() => Assert.Equal(
        ["scan", "left", "right"],
        Told(Block("left", 50, 100, 250, 700), Block("right", 300, 100, 500, 700), Block("scan", 0, 0, 595, 842)));

    private static IEnumerable<string> Told(params PageBlock[] blocks) => ReadingOrder.Of(blocks, PageArea).Select(block => block.Text);

    private static PageBlock Block(string text, double left, double bottom, double right, double top) =>
        new(DocumentPartKind.Paragraph, left, bottom, right, top) { Text = text };
}
