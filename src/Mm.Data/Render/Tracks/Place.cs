using Mm.Data.Pipeline;

namespace Mm.Data.Render.Tracks;

/// <summary>Where a thing is, or may be, at one time: edges in fractions of the picture's sides, not cut to it.</summary>
internal readonly record struct Place(double Left, double Top, double Right, double Bottom)
{
    // Beyond what was seen, sizes at most double or halve.
    private const double LogSizeMax = 0.7;

    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <summary>Area of the part that lies in the picture.</summary>
    public double Area => Math.Max(0, Math.Clamp(Right, 0, 1) - Math.Clamp(Left, 0, 1))
        * Math.Max(0, Math.Clamp(Bottom, 0, 1) - Math.Clamp(Top, 0, 1));

    public static Place Of(Box box) => new(box.X, box.Y, (double)box.X + box.Width, (double)box.Y + box.Height);

    /// <summary>Where a box gets to in so many seconds.</summary>
    public static Place Moved(Box box, Motion motion, double seconds)
    {
        var bend = seconds * seconds / 2;
        var x = box.X + (box.Width / 2) + (motion.X * seconds) + (motion.BendX * bend);
        var y = box.Y + (box.Height / 2) + (motion.Y * seconds) + (motion.BendY * bend);
        var halfX = box.Width * Math.Exp(Math.Clamp(motion.LogWidth * seconds, -LogSizeMax, LogSizeMax)) / 2;
        var halfY = box.Height * Math.Exp(Math.Clamp(motion.LogHeight * seconds, -LogSizeMax, LogSizeMax)) / 2;
        return new Place(x - halfX, y - halfY, x + halfX, y + halfY);
    }

    public static Place Between(Place a, Place b, double share) => new(
        a.Left + ((b.Left - a.Left) * share),
        a.Top + ((b.Top - a.Top) * share),
        a.Right + ((b.Right - a.Right) * share),
        a.Bottom + ((b.Bottom - a.Bottom) * share));

    public Place Hull(Place other) => new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    public Place Shift(double x, double y) => new(Left + x, Top + y, Right + x, Bottom + y);

    public Place Grow(double x, double y) => new(Left - x, Top - y, Right + x, Bottom + y);
}
