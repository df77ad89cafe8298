using Mm.Data.Pipeline;

namespace Mm.Data.Render.Tracks;

/// <summary>
/// Where a tracked thing may be between its sightings and around them. Between two: on the straight way, on the curve that its motion
/// before and after makes (cubic Hermite), and what lies between these. Before the first and after the last: where it stayed, where it
/// went on straight or turning, and what lies between. All that grown by what an acceleration nobody saw can make of the time.
/// </summary>
internal static class TrackPath
{
    /// <summary>Box sides a second squared, on top of what the sightings tell. Chosen by the scripted films of the tests.</summary>
    private const double Unseen = 5;

    private const double UnseenSidesMax = 1.2;

    private const double LikelySides = 0.5;

    // Nobody knows how a thing moves that was seen once.
    private const double LoneAgeSeconds = 0.5;

    /// <summary>From sighting <paramref name="i"/> of a track to the next.</summary>
    public static Stretch Between(IReadOnlyList<Box> boxes, int i)
    {
        var (a, b) = (boxes[i], boxes[i + 1]);
        var (from, to) = ((double)a.TimeSeconds, (double)b.TimeSeconds);
        var (placeA, placeB) = (Place.Of(a), Place.Of(b));
        var seconds = to - from;
        var (before, after) = (Motion.Before(boxes, i), Motion.After(boxes, i + 1));
        var x = (placeB.Left + placeB.Right - placeA.Left - placeA.Right) / 2 / seconds;
        var y = (placeB.Top + placeB.Bottom - placeA.Top - placeA.Bottom) / 2 / seconds;
        return new Stretch(from, to, time =>
        {
            var share = Math.Clamp((time - from) / seconds, 0, 1);
            var straight = Place.Between(placeA, placeB, share);
            var (first, last) = (seconds * share * (1 - share) * (1 - share), seconds * share * share * (share - 1));
            var bent = straight.Shift(
                (before == Motion.None ? 0 : first * (before.X - x)) + (after == Motion.None ? 0 : last * (after.X - x)),
                (before == Motion.None ? 0 : first * (before.Y - y)) + (after == Motion.None ? 0 : last * (after.Y - y)));
            var sides = Math.Min(UnseenSidesMax, Unseen * seconds * share * seconds * (1 - share) / 2);
            return straight.Hull(bent).Grow(sides * straight.Width, sides * straight.Height);
        });
    }

    /// <summary>
    /// Whether sighting <paramref name="i"/> and the next are surely of one thing: near where its motion before, or the other's after,
    /// leads. If not, two things may have met, and each goes on unseen.
    /// </summary>
    public static bool IsLikely(IReadOnlyList<Box> boxes, int i)
    {
        var (a, b) = (boxes[i], boxes[i + 1]);
        var seconds = (double)b.TimeSeconds - a.TimeSeconds;
        return Sides(Place.Moved(a, Motion.Before(boxes, i), seconds), Place.Of(b)) <= LikelySides
            || Sides(Place.Moved(b, Motion.After(boxes, i + 1), -seconds), Place.Of(a)) <= LikelySides;
    }

    /// <summary>From a track's first or last sighting outward, to <paramref name="end"/>, which may lie before it.</summary>
    public static Stretch Beyond(Box box, Motion motion, double end)
    {
        var from = (double)box.TimeSeconds;
        var age = motion == Motion.None ? LoneAgeSeconds : motion.AgeSeconds;
        return new Stretch(Math.Min(from, end), Math.Max(from, end), time =>
        {
            var seconds = time - from;
            var gone = Place.Moved(box, motion with { BendX = 0, BendY = 0 }, seconds);
            var turned = Place.Moved(box, motion, seconds);
            var sides = Math.Min(UnseenSidesMax, Unseen * Math.Abs(seconds) * (Math.Abs(seconds) + age) / 2);
            return Place.Of(box).Hull(gone).Hull(turned).Grow(sides * gone.Width, sides * gone.Height);
        });
    }

    /// <summary>The larger distance of edges by the sides' lengths.</summary>
    private static double Sides(Place a, Place b)
    {
        var (width, height) = (Math.Max(1e-6, (a.Width + b.Width) / 2), Math.Max(1e-6, (a.Height + b.Height) / 2));
        return Math.Max(
            Math.Max(Math.Abs(a.Left - b.Left), Math.Abs(a.Right - b.Right)) / width,
            Math.Max(Math.Abs(a.Top - b.Top), Math.Abs(a.Bottom - b.Bottom)) / height);
    }
}
