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

    /// <summary>The corners of a turned rectangle; they may lie beside the picture.</summary>
    public static Quad ToPicture(View view, TurnedRectangle rectangle, float score)
    {
        var c = rectangle.Corners();
        float X(int corner) => (float)(c[corner].X / view.ContentWidth);
        float Y(int corner) => (float)(c[corner].Y / view.ContentHeight);
        return new Quad(X(0), Y(0), X(1), Y(1), X(2), Y(2), X(3), Y(3), score);
    }

    private static float Share(double pixel, int side) => (float)(Math.Clamp(pixel, 0, side) / side);
}
