using System.Runtime.InteropServices;

namespace Mm.Data.Models.Detectors;

/// <summary>
/// A rectangle at any angle, in pixels. <paramref name="AlongX"/>, <paramref name="AlongY"/> is the unit vector in which a text in it is
/// read, if it is not upside down; <paramref name="Length"/> lies along it and <paramref name="Depth"/> across.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TurnedRectangle(
    double CentreX, double CentreY, double AlongX, double AlongY, double Length, double Depth)
{
    /// <summary>A text that is this many times higher than wide stands on its side (PaddleOCR's rule for its crops).</summary>
    private const double SidewaysRatio = 1.5;

    /// <summary>The smallest rectangle around points, by the edges of their hull (rotating calipers).</summary>
    /// <param name="points">At least one; in any order.</param>
    public static TurnedRectangle Around(IReadOnlyList<(double X, double Y)> points)
    {
        var hull = Hull(points);
        var (best, bestArea) = (default(TurnedRectangle), double.PositiveInfinity);
        for (var i = 0; i < hull.Count; i++)
        {
            var (from, to) = (hull[i], hull[(i + 1) % hull.Count]);
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            if (length == 0)
                continue;
            var rectangle = Along(hull, dx / length, dy / length);
            if (rectangle.Length * rectangle.Depth < bestArea - 1e-9)
                (best, bestArea) = (rectangle, rectangle.Length * rectangle.Depth);
        }

        return double.IsPositiveInfinity(bestArea) ? Along(hull, 1, 0).Read() : best.Read();
    }

    /// <summary>Every side moved outward.</summary>
    public TurnedRectangle Grown(double by) => this with { Length = Length + (2 * by), Depth = Depth + (2 * by) };

    /// <summary>Corners in reading order.</summary>
    public (double X, double Y)[] Corners()
    {
        var (ux, uy) = (AlongX * Length / 2, AlongY * Length / 2);
        var (vx, vy) = (-AlongY * Depth / 2, AlongX * Depth / 2);
        return
        [
            (CentreX - ux - vx, CentreY - uy - vy), (CentreX + ux - vx, CentreY + uy - vy),
            (CentreX + ux + vx, CentreY + uy + vy), (CentreX - ux + vx, CentreY - uy + vy),
        ];
    }

    /// <summary>Chooses among the four directions: rightward, or downward where it is clearly higher than wide.</summary>
    private TurnedRectangle Read()
    {
        var flat = Math.Abs(AlongX) >= Math.Abs(AlongY) ? this : Turned();
        flat = flat.AlongX < 0 ? flat.Turned().Turned() : flat;
        return flat.Depth >= SidewaysRatio * flat.Length ? flat.Turned() : flat;
    }

    private TurnedRectangle Turned() => new(CentreX, CentreY, -AlongY, AlongX, Depth, Length);

    private static TurnedRectangle Along(List<(double X, double Y)> hull, double ux, double uy)
    {
        var (uMin, uMax, vMin, vMax) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach (var (x, y) in hull)
        {
            var (u, v) = ((x * ux) + (y * uy), (y * ux) - (x * uy));
            (uMin, uMax) = (Math.Min(uMin, u), Math.Max(uMax, u));
            (vMin, vMax) = (Math.Min(vMin, v), Math.Max(vMax, v));
        }

        var (cu, cv) = ((uMin + uMax) / 2, (vMin + vMax) / 2);
        return new TurnedRectangle((cu * ux) - (cv * uy), (cu * uy) + (cv * ux), ux, uy, uMax - uMin, vMax - vMin);
    }

    /// <summary>Andrew's monotone chain.</summary>
    private static List<(double X, double Y)> Hull(IReadOnlyList<(double X, double Y)> points)
    {
        var sorted = points.Distinct().OrderBy(p => p.X).ThenBy(p => p.Y).ToArray();
        if (sorted.Length < 3)
            return [.. sorted];
        var hull = new List<(double X, double Y)>();
        foreach (var pass in new[] { sorted, [.. sorted.Reverse()] })
        {
            var start = hull.Count;
            foreach (var point in pass)
            {
                while (hull.Count - start >= 2 && Cross(hull[^2], hull[^1], point) <= 0)
                    hull.RemoveAt(hull.Count - 1);
                hull.Add(point);
            }

            hull.RemoveAt(hull.Count - 1); // the next pass begins with it
        }

        return hull;
    }

    private static double Cross((double X, double Y) o, (double X, double Y) a, (double X, double Y) b) =>
        ((a.X - o.X) * (b.Y - o.Y)) - ((a.Y - o.Y) * (b.X - o.X));
}
