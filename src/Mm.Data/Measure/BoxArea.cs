using Mm.Data.Pipeline;

namespace Mm.Data.Measure;

internal static class BoxArea
{
    /// <summary>Area that the boxes cover together, what they share counted once: the picture is 1.</summary>
    public static double Union(IReadOnlyList<Box> boxes)
    {
        var edges = boxes.SelectMany(box => new[] { box.X, box.X + box.Width }).Distinct().Order().ToArray();
        var area = 0.0;
        for (var i = 1; i < edges.Length; i++)
        {
            var (left, right) = (edges[i - 1], edges[i]);
            area += ((double)right - left) * Height(boxes.Where(box => box.X <= left && box.X + box.Width >= right));
        }

        return Math.Min(area, 1);
    }

    /// <summary>Length of the union of the boxes' vertical extents.</summary>
    private static double Height(IEnumerable<Box> strip)
    {
        var (covered, reached) = (0.0, double.NegativeInfinity);
        foreach (var box in strip.OrderBy(box => box.Y))
        {
            var bottom = (double)box.Y + box.Height;
            covered += Math.Max(0, bottom - Math.Max(reached, box.Y));
            reached = Math.Max(reached, bottom);
        }

        return covered;
    }
}
