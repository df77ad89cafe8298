using System.Xml.Linq;
using Mm.Data.App.Reports.Evaluation;
using Mm.Data.Evaluate;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Run.Evaluation;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.App.Reports;

public sealed class EvaluationPageTests
{
    private const string Hostile = "<script>alert(1)</script>\"' onload=x &amp; <img src=//evil.example/x>";

    [Fact]
    public void A_page_encodes_what_comes_out_of_a_release_and_names_no_host()
    {
        var page = EvaluationPage.Of(Report(Hostile));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
    }

    /// <summary>Every plot is well-formed XML with as many bars as it has groups or bins.</summary>
    [Fact]
    public void Plots_are_whole_and_draw_every_value()
    {
        var page = EvaluationPage.Of(Report("plain"));

        var plots = page.Split("<svg").Skip(1)
            .Select(part => XElement.Parse("<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)])).ToList();

        Assert.Equal([6, 40, 1, 1, 1, 1], plots.Select(plot => plot.Elements("rect").Count()));
        Assert.Equal(6, plots[0].Elements("line").Count());
    }

    [Fact]
    public void A_page_tells_which_gate_fails() =>
        Assert.Contains("<td>evaluate-recall-1</td><td>0.5</td><td>at least 0.9</td><td><span class=\"bad\">no</span></td>",
            EvaluationPage.Of(Report("plain")), StringComparison.Ordinal);

    private static EvaluationReport Report(string name)
    {
        var half = new Estimate(0.5, 0.4, 0.6);
        var side = new SideRecall(half, half, half, half);
        return new EvaluationReport
        {
            Format = 1,
            Pipeline = name,
            RunKey = name,
            Model = new EvaluatedModel(name, name, name, false),
            Options = new EvaluateOptions(),
            Splits = [new GroupCount(name, 2)],
            Rows = 2,
            NotRanked = 0,
            Retrieval = new RetrievalFigures { Candidates = 2, Captions = side, Images = side, Loss = half, Batch = 2, Temperature = 0.1 },
            Scores = [.. ScoreSummary.Of(name, [0.1, 0.2], [("source", [name, name])])],
            Leaks = [new LeakCount { Kind = name, Bound = 6, Rows = 2, Within = 0, Leaked = 0 }],
            Representation = Representation.Of([new ShownRow(name, name, name, null, null, 3, true), new ShownRow(name, name, name, null, null, 3, null)]),
            Gates = [new Gate("evaluate-recall-1", 0.5, 0.9)],
        };
    }
}
