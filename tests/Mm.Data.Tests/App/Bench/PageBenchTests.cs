using Mm.Data.App.Bench;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.App.Bench;

public sealed class PageBenchTests
{
    private static readonly BenchReport Report = new(
        "score", new MachineFacts("A processor", 2, ".NET", 0.1),
        [new BenchTable("one", "images", [new BenchRow("reference", 100, 90, 110, 5, 1, 1), new BenchRow("bound", 50, 50, 50, null, 0.5, null)])],
        [new BenchFigure("share", 0.97, "of it")]);

    [Fact]
    public void Figures_go_between_their_marks_and_what_stands_around_them_stays()
    {
        var page = PageBench.Place("before\n<!-- bench a -->\nold\n<!-- end -->\nafter\n<!-- bench b -->\nkeep\n<!-- end -->\n", "a", Report);

        Assert.StartsWith("before\n<!-- bench a -->\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("old", page, StringComparison.Ordinal);
        Assert.Contains("| reference | 100 | 5 | 1.00 | 1.00 |", page, StringComparison.Ordinal);
        Assert.Contains("| bound | 50 |  | 0.50 |  |", page, StringComparison.Ordinal);
        Assert.Contains("| share | 0.97 of it |", page, StringComparison.Ordinal);
        Assert.EndsWith("<!-- end -->\nafter\n<!-- bench b -->\nkeep\n<!-- end -->\n", page, StringComparison.Ordinal);
        Assert.Equal(page, PageBench.Place(page, "a", Report));
    }

    [Fact]
    public void A_report_without_a_place_is_an_error() =>
        Assert.Throws<ConfigurationException>(() => PageBench.Place("<!-- bench b -->\n<!-- end -->\n", "a", Report));
}
