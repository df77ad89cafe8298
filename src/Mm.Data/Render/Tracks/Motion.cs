using Mm.Data.Pipeline;

namespace Mm.Data.Render.Tracks;

/// <summary>
/// How a box moves at one sighting: velocity and acceleration of its centre in fractions of the picture's sides a second (squared),
/// change of its size as the natural logarithm a second. By least squares over the sightings near, because single boxes jitter.
/// </summary>
internal readonly record struct Motion(double X, double Y, double BendX, double BendY, double LogWidth, double LogHeight)
{
    /// <summary>Seconds to the nearest other sighting it was told from: within them it may have turned unseen.</summary>
    public double AgeSeconds { get; init; }

    // Long enough to tell motion from jitter, short enough to follow a turn; a bend takes longer to tell.
    private const double LineSeconds = 0.45;
    private const double BendSeconds = 0.9;
    private const int BendBoxesMin = 4;

    public static Motion None => default;

    /// <summary>At <paramref name="end"/> of <paramref name="boxes"/>, from it and those before; none of one alone.</summary>
    public static Motion Before(IReadOnlyList<Box> boxes, int end) => Fit(boxes, end, -1);

    /// <summary>At <paramref name="start"/>, from it and those after.</summary>
    public static Motion After(IReadOnlyList<Box> boxes, int start) => Fit(boxes, start, 1);

    private static Motion Fit(IReadOnlyList<Box> boxes, int at, int direction)
    {
        var near = Window(boxes, at, direction, LineSeconds);
        if (near < 2)
            return None;
        var far = Window(boxes, at, direction, BendSeconds);
        var isBent = far >= BendBoxesMin && far > near;
        double[] Of(Func<Box, double> value, bool bent) =>
            Polynomial.Fit(Enumerable.Range(0, bent ? far : near).Select(i => boxes[at + (i * direction)])
                .Select(box => ((double)box.TimeSeconds - boxes[at].TimeSeconds, value(box))), bent ? 2 : 1);

        var x = Of(box => box.X + (box.Width / 2), isBent);
        var y = Of(box => box.Y + (box.Height / 2), isBent);
        return new Motion(
            x[1],
            y[1],
            isBent ? 2 * x[2] : 0,
            isBent ? 2 * y[2] : 0,
            Of(box => Math.Log(Math.Max(box.Width, 1e-4)), bent: false)[1],
            Of(box => Math.Log(Math.Max(box.Height, 1e-4)), bent: false)[1])
        {
            AgeSeconds = Math.Abs((double)boxes[at + direction].TimeSeconds - boxes[at].TimeSeconds),
        };
    }

    /// <summary>How many boxes lie within the time, two at least where there are two.</summary>
    private static int Window(IReadOnlyList<Box> boxes, int at, int direction, double seconds)
    {
        var count = 1;
        for (var i = at + direction; i >= 0 && i < boxes.Count; i += direction)
        {
            if (Math.Abs((double)boxes[i].TimeSeconds - boxes[at].TimeSeconds) > seconds && count >= 2)
                break;
            count++;
        }

        return count;
    }
}
