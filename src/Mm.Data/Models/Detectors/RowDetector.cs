using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Detectors;

/// <summary>Detectors whose graph gives one list of boxes with their scores, in the layout that the card tells (<see
/// cref="RowSettings"/>).</summary>
internal sealed class RowDetector(DetectorGraph graph) : IBoxDetector, IDisposable
{
    /// <summary>How far a score may lie outside [0, 1] by rounding.</summary>
    private const float Slack = 1e-4f;

    private const int Coordinates = 4;

    private readonly RowSettings _rows = graph.Settings.Rows!;

    public ModelUse Model => graph.Use;

    public ViewSpec View => graph.View;

    public float DefaultThreshold => (float)graph.Settings.Threshold;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) => new(graph.RunAsync(
        new DetectorRow(view, View.Width, View.Height, [graph.Settings.Boxes], outputs => Read(view, threshold, outputs[0])), cancel));

    public void Dispose() => graph.Dispose();

    private List<Box> Read(View view, float threshold, DetectorOutput list)
    {
        var classesFrom = Coordinates + (_rows.Objectness ? 1 : 0);
        var classMax = _rows.Classes.Count == 0 ? 0 : (int)_rows.Classes.Max();
        if (list.Shape is not [1, _, _] || Width(list) <= classesFrom + classMax)
            throw graph.WrongShape(graph.Settings.Boxes, list);
        var boxes = new List<Box>();
        for (var row = 0; row < Count(list); row++)
        {
            var score = Score(list, row, classesFrom);
            if (score is < -Slack or > 1 + Slack)
                throw graph.WrongShape(graph.Settings.Boxes, list);
            if (score >= threshold && OnPicture(view, list, row, Math.Clamp(score, 0, 1)) is { } box)
                boxes.Add(box);
        }

        return Suppression.Keep(boxes, graph.Settings.NmsIou);
    }

    private float Score(DetectorOutput list, int row, int classesFrom)
    {
        var best = float.MinValue;
        if (_rows.Classes.Count == 0)
        {
            for (var column = classesFrom; column < Width(list); column++)
                best = Math.Max(best, At(list, row, column));
        }

        foreach (var number in _rows.Classes)
            best = Math.Max(best, At(list, row, classesFrom + (int)number));
        return _rows.Objectness ? best * At(list, row, Coordinates) : best;
    }

    private Box? OnPicture(View view, DetectorOutput list, int row, float score)
    {
        var (a, b, c, d) = (At(list, row, 0), At(list, row, 1), At(list, row, 2), At(list, row, 3));
        var (width, height) = _rows.Box is RowBox.CornerShares ? (view.Spec.Width, view.Spec.Height) : (1, 1);
        return _rows.Box is RowBox.CentrePixels
            ? ViewGeometry.ToPicture(view, a - (c / 2), b - (d / 2), a + (c / 2), b + (d / 2), score)
            : ViewGeometry.ToPicture(view, a * width, b * height, c * width, d * height, score);
    }

    private float At(DetectorOutput list, int row, int column) =>
        list.Values[_rows.Transposed ? (column * Count(list)) + row : (row * Width(list)) + column];

    private int Count(DetectorOutput list) => (int)list.Shape[_rows.Transposed ? 2 : 1];

    private int Width(DetectorOutput list) => (int)list.Shape[_rows.Transposed ? 1 : 2];
}
