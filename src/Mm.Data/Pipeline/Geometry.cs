namespace Mm.Data.Pipeline;

/// <summary>Arithmetic on boxes, all in fractions of the upright picture.</summary>
public static class Geometry
{
    /// <summary>Grows a box about its centre and cuts it to the picture.</summary>
    public static Box Grow(this Box box, double factor)
    {
        var (dx, dy) = (box.Width * (factor - 1) / 2, box.Height * (factor - 1) / 2);
        return Between(box, box.X - dx, box.Y - dy, box.X + box.Width + dx, box.Y + box.Height + dy);
    }

    /// <summary>The smallest box that holds both; score and time of <paramref name="a"/>.</summary>
    public static Box Union(this Box a, Box b) => Between(
        a, Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X + a.Width, b.X + b.Width), Math.Max(a.Y + a.Height, b.Y + b.Height));

    /// <summary>Distance between the centres, in fractions of the picture's sides.</summary>
    public static double CentreDistance(this Box a, Box b)
    {
        var dx = a.X + (a.Width / 2) - b.X - (b.Width / 2);
        var dy = a.Y + (a.Height / 2) - b.Y - (b.Height / 2);
        return Math.Sqrt((dx * dx) + (dy * dy));
    }

    private static Box Between(Box like, double left, double top, double right, double bottom)
    {
        left = Math.Clamp(left, 0, 1);
        top = Math.Clamp(top, 0, 1);
        return like with
        {
            X = (float)left,
            Y = (float)top,
            Width = (float)(Math.Clamp(right, 0, 1) - left),
            Height = (float)(Math.Clamp(bottom, 0, 1) - top),
        };
    }
}
