using Mm.Data.Pipeline;

namespace Mm.Data.Models.Detectors;

/// <summary>Greedy non-maximum suppression and the order in which detectors give boxes.</summary>
internal static class Suppression
{
    /// <summary>Best first; of two that overlap by more than <paramref name="iou"/> of their union, the better. Ties go by
    /// place.</summary>
    public static List<Box> Keep(IEnumerable<Box> boxes, double iou)
    {
        var kept = new List<Box>();
        foreach (var box in BestFirst(boxes))
        {
            if (kept.TrueForAll(better => Overlap(better, box) <= iou))
                kept.Add(box);
        }

        return kept;
    }

    public static IEnumerable<Box> BestFirst(IEnumerable<Box> boxes) =>
        boxes
            .OrderByDescending(box => box.Score)
            .ThenBy(box => box.Y).ThenBy(box => box.X)
            .ThenBy(box => box.Height).ThenBy(box => box.Width);

    /// <summary>Intersection over union, 0 to 1.</summary>
    public static double Overlap(Box a, Box b)
    {
        var width = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        var height = Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y);
        if (width <= 0 || height <= 0)
            return 0;
        var common = (double)width * height;
        return common / (((double)a.Width * a.Height) + ((double)b.Width * b.Height) - common);
    }
}
