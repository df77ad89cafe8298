using Mm.Data.Measure.Text.Evaluation;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Evaluation;

public sealed class PiiEvaluationTests
{
    private static readonly string[] Types = ["EMAIL", "PHONE", "US_SSN"];

    [Fact]
    public void Findings_are_matched_once_by_type_and_half_of_their_union()
    {
        var text = new LabelledText(new string('x', 100), [new(0, 10, "EMAIL"), new(20, 30, "PHONE"), new(50, 60, "PHONE"), new(70, 80, "TITLE")]);
        Span[] found =
        [
            new(0, 10, "EMAIL", 1), new(25, 10, "PHONE", 1), new(50, 12, "PHONE", 1), new(51, 8, "PHONE", 1), new(70, 10, "US_SSN", 1),
            new(90, 5, "US_SSN", 1),
        ];
        var examples = new List<PiiExample>();

        var report = new PiiEvaluation(_ => found, Types).Run("set", [text], examples.Add, CancellationToken.None);

        Assert.Equal(
            [new PiiScore("US_SSN", 0, 1, 0), new PiiScore("PHONE", 2, 3, 1), new PiiScore("EMAIL", 1, 1, 1)], report.Types);
        Assert.Equal(new PiiScore("total", 3, 5, 2), report.Total);
        Assert.Equal(new KeyValuePair<string, int>("TITLE", 1), Assert.Single(report.NotLookedFor));
        Assert.Equal(4, report.TotalOfAllLabels.Marked);
        Assert.Equal([("PHONE", true, 20), ("PHONE", false, 25), ("PHONE", false, 51), ("US_SSN", false, 90)],
            examples.OrderBy(one => one.Start).Select(one => (one.Type, one.IsMiss, one.Start)));
    }

    [Fact]
    public void F2_weighs_a_miss_four_times_as_much_as_a_false_finding()
    {
        var score = new PiiScore("EMAIL", 10, 8, 6);
        Assert.Equal((0.75, 0.6, 0.625), (score.Precision, score.Recall, Math.Round(score.F2, 4)));
    }

    [Fact]
    public void A_wide_label_takes_in_every_identifier()
    {
        var text = new LabelledText("number 123", [new(7, 10, "ID")]);
        var report = new PiiEvaluation(_ => [new Span(7, 3, "US_SSN", 1)], Types).Run("set", [text], null, CancellationToken.None);
        Assert.Equal([new PiiScore("ID", 1, 1, 1)], report.Types);
    }
}
