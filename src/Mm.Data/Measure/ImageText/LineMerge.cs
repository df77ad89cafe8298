using Mm.Data.Pipeline;

namespace Mm.Data.Measure.ImageText;

/// <summary>Joins the lines found in two views of one picture.</summary>
internal static class LineMerge
{
    private const double CoveredShare = 0.5;

    /// <summary>All fine lines, and the coarse ones of which they do not cover half: large print is seen better from afar.</summary>
    public static IReadOnlyList<Quad> Of(IReadOnlyList<Quad> fine, IReadOnlyList<Quad> coarse)
    {
        var boxes = fine.Select(line => line.Bounds).ToArray();
        return [.. fine, .. coarse.Where(line => Covered(line.Bounds, boxes) < CoveredShare)];
    }

    /// <summary>Share of a box that the others cover together.</summary>
    private static double Covered(Box box, IReadOnlyList<Box> others)
    {
        var parts = others.Select(other => Common(box, other)).Where(part => part is { Width: > 0, Height: > 0 }).ToArray();
        return parts.Length == 0 ? 0 : BoxArea.Union(parts) / Math.Max((double)box.Width * box.Height, 1e-12);
    }

    private static Box Common(Box a, Box b)
    {
        var (x, y) = (Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
        var (right, bottom) = (Math.Min(a.X + a.Width, b.X + b.Width), Math.Min(a.Y + a.Height, b.Y + b.Height));
        return new Box(x, y, right - x, bottom - y, 0);
    }
}
