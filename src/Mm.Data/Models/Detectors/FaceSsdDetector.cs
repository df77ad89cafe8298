using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Detectors;

/// <summary>
/// Single-shot detectors whose graph decodes its own boxes: [1, n, 4] as y0, x0, y1, x1 in fractions of the view, and [1, n, 1] scores.
/// Here they are thresholded, cut to the picture and suppressed.
/// </summary>
internal sealed class FaceSsdDetector(DetectorGraph graph) : IBoxDetector, IDisposable
{
    public ModelUse Model => graph.Use;

    public ViewSpec View => graph.View;

    public float DefaultThreshold => (float)graph.Settings.Threshold;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel)
    {
        var settings = graph.Settings;
        return new(graph.RunAsync(
            new DetectorRow(view, View.Width, View.Height, [settings.Boxes, settings.Scores], outputs => Read(view, threshold, outputs)),
            cancel));
    }

    public void Dispose() => graph.Dispose();

    private List<Box> Read(View view, float threshold, IReadOnlyList<DetectorOutput> outputs)
    {
        var (corners, scores) = (outputs[0], outputs[1]);
        if (corners.Shape is not [1, _, 4])
            throw graph.WrongShape(graph.Settings.Boxes, corners);
        if (scores.Count != corners.Shape[1] || scores.Span.ContainsAnyExceptInRange(0, 1))
            throw graph.WrongShape(graph.Settings.Scores, scores);
        return Suppression.Keep(Candidates(view, corners.Values, scores.Values, scores.Count, threshold), graph.Settings.NmsIou);
    }

    private static IEnumerable<Box> Candidates(View view, float[] corners, float[] scores, int count, float threshold)
    {
        var (width, height) = (view.Spec.Width, view.Spec.Height);
        for (var i = 0; i < count; i++)
        {
            if (scores[i] < threshold)
                continue;
            var at = i * 4;
            var box = ViewGeometry.ToPicture(
                view, corners[at + 1] * width, corners[at] * height, corners[at + 3] * width, corners[at + 2] * height, scores[i]);
            if (box is { } onPicture)
                yield return onPicture;
        }
    }
}
