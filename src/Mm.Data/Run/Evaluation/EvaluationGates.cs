using Mm.Data.Evaluate;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Select;

namespace Mm.Data.Run.Evaluation;

/// <summary>
/// Holds what was found against what was asked for. Of figures that go both ways the worse one counts; what could not be measured has
/// failed (law 10).
/// </summary>
internal static class EvaluationGates
{
    public static IReadOnlyList<Gate> Of(
        GateOptions asked, RetrievalFigures? found, IReadOnlyList<LeakCount> leaks, int evalRows) =>
        [.. All(asked, found, leaks, evalRows).OfType<Gate>()];

    private static IEnumerable<Gate?> All(GateOptions asked, RetrievalFigures? found, IReadOnlyList<LeakCount> leaks, int evalRows)
    {
        yield return AtLeast(Gate.Evaluated + "rows", found?.Candidates ?? 0, asked.RowsMin);
        yield return AtLeast(Gate.Evaluated + "recall-1", Worse(found, side => side.At1), asked.RecallAt1Min);
        yield return AtLeast(Gate.Evaluated + "recall-5", Worse(found, side => side.At5), asked.RecallAt5Min);
        yield return AtLeast(Gate.Evaluated + "recall-10", Worse(found, side => side.At10), asked.RecallAt10Min);
        yield return AtMost(
            Gate.Evaluated + "median-rank",
            found is null ? null : Math.Max(found.Captions.MedianRank.Value, found.Images.MedianRank.Value),
            asked.MedianRankMax);
        yield return AtMost(Gate.Evaluated + "loss", found?.Loss.Value, asked.LossMax);
        yield return AtMost(
            Gate.Evaluated + "leakage", evalRows == 0 ? 0 : Math.Round((double)SplitLeaks.Pictures(leaks) / evalRows, 6), asked.LeakageMax);
    }

    private static double Worse(RetrievalFigures? found, Func<SideRecall, Estimate> figure) =>
        found is null ? 0 : Math.Min(figure(found.Captions).Value, figure(found.Images).Value);

    private static Gate? AtLeast(string name, double value, double? min) => min is { } bound ? new Gate(name, value, bound) : null;

    // JSON knows no infinity: what was not measured is told as more than anything that is measured.
    private static Gate? AtMost(string name, double? value, double? max) =>
        max is { } bound ? new Gate(name, value ?? double.MaxValue, 0) { Max = bound } : null;
}
