using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Detectors;

/// <summary>
/// Text lines by differentiable binarisation: the graph gives each pixel's probability of lying in a text, and what hangs together is a
/// line. Only the part of the view that holds the picture is run, rounded up to the network's stride.
/// </summary>
internal sealed class TextLineDetector(DetectorGraph graph) : ILineDetector, IDisposable
{
    private const int Stride = 32; // the network halves its input five times

    /// <summary>How far a probability may lie outside [0, 1] by rounding: the runtime's sigmoid gives 1 + 1e-7 now and then.</summary>
    private const float Slack = 1e-4f;

    public ModelUse Model => graph.Use;

    public ViewSpec View => graph.View;

    public float DefaultThreshold => (float)graph.Settings.Threshold;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) =>
        await RunAsync(view, regions => Boxes(view, regions.Find(), threshold), cancel);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Quad>> FindLinesAsync(View view, float threshold, CancellationToken cancel)
    {
        Quad[] lines = [];
        await RunAsync(
            view,
            regions =>
            {
                lines = [.. regions.FindTurned().Where(region => region.Score >= threshold)
                    .OrderByDescending(region => region.Score)
                    .Select(region => ViewGeometry.ToPicture(view, region.Rectangle, region.Score))];
                return []; // a graph answers with boxes; lines go past it
            },
            cancel);
        return lines;
    }

    public void Dispose() => graph.Dispose();

    private Task<IReadOnlyList<Box>> RunAsync(View view, Func<TextRegions, IReadOnlyList<Box>> find, CancellationToken cancel)
    {
        var width = Math.Min(RoundUp(view.ContentWidth), view.Spec.Width);
        var height = Math.Min(RoundUp(view.ContentHeight), view.Spec.Height);
        return graph.RunAsync(
            new DetectorRow(view, width, height, [graph.Settings.Boxes], outputs => find(Regions(view, width, height, outputs[0]))),
            cancel);
    }

    private TextRegions Regions(View view, int width, int height, DetectorOutput map)
    {
        if (map.Count != width * height || map.Span.ContainsAnyExceptInRange(-Slack, 1 + Slack))
            throw graph.WrongShape(graph.Settings.Boxes, map);
        return new TextRegions(map.Values, width, view.ContentWidth, view.ContentHeight, graph.Settings);
    }

    private static Box[] Boxes(View view, IEnumerable<TextRegion> regions, float threshold)
    {
        var boxes = regions.Where(region => region.Score >= threshold)
            .Select(region => ViewGeometry.ToPicture(view, region.Left, region.Top, region.Right, region.Bottom, region.Score))
            .OfType<Box>();
        return [.. Suppression.BestFirst(boxes)];
    }

    private static int RoundUp(int side) => (side + Stride - 1) / Stride * Stride;
}
