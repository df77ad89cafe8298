using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Detectors;

/// <summary>From pixels of a letterboxed view to fractions of the upright picture.</summary>
internal static class ViewGeometry
{
    /// <summary>The part of the rectangle that lies on the picture; null where none does.</summary>
    public static Box? ToPicture(View view, double left, double top, double right, double bottom, float score)
    {
        var (x0, x1) = (Share(left, view.ContentWidth), Share(right, view.ContentWidth));
        var (y0, y1) = (Share(top, view.ContentHeight), Share(bottom, view.ContentHeight));
        return x1 > x0 && y1 > y0 ? new Box(x0, y0, x1 - x0, y1 - y0, score) : null;
    }

    private static float Share(double pixel, int side) => (float)(Math.Clamp(pixel, 0, side) / side);
}
