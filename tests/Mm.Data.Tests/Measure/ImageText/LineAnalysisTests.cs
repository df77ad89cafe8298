using Mm.Data.Measure;
using Mm.Data.Measure.ImageText;
using Mm.Data.Measure.Text;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

/// <summary>With the recognisers of captions.</summary>
public sealed class LineAnalysisTests
{
    private static readonly LineAnalysis Analysis =
        new(new TextAnalyser(new TextPii.Options { Regions = ["US"] }).Find, new DoubtfulText(8));

    [Fact]
    public void Personal_data_in_a_line_is_found_where_it_stands()
    {
        var span = Find(Readings.Line("Write to jane@example.com now"))[0];

        Assert.Equal((0, 9, 25, "EMAIL"), (span.Line, span.Start, span.End, span.Type));
    }

    [Fact]
    public void A_number_that_breaks_over_two_lines_is_found_in_both()
    {
        var spans = Find(Readings.Line("Card 4532 0151", y: 0.1f), Readings.Line("1283 0366 thanks", y: 0.17f));

        Assert.Contains(spans, span => span is { Line: 0, Start: 5, End: 14, Type: "CARD" });
        Assert.Contains(spans, span => span is { Line: 1, Start: 0, End: 9, Type: "CARD" });
    }

    [Fact]
    public void A_misread_digit_does_not_hide_a_card() =>
        Assert.Contains(Find(Readings.Line("Card 4532 O151 1283 O366")), span => span is { Type: "CARD", Start: 5, End: 24 });

    [Fact]
    public void Spaces_in_an_address_do_not_hide_it() =>
        Assert.Contains(Find(Readings.Line("jane @ example. com")), span => span is { Start: 0, End: 19 });

    [Fact]
    public void Plain_text_holds_nothing() =>
        Assert.Empty(Find(Readings.Line("Sale today only"), Readings.Line("12.50 and 13.00", y: 0.17f)));

    private static IReadOnlyList<LineSpan> Find(params LineReading[] lines) => Analysis.Find(lines, 1);
}
