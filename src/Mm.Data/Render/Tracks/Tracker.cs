using Mm.Data.Pipeline;

namespace Mm.Data.Render.Tracks;

/// <summary>
/// Joins the boxes of sampled frames into tracks, after the model of SORT (arXiv 1602.00763): predict each track's place from how it
/// moved, give it the nearest box within a gate, best pair first. Done once forward and once backward in time; where the two differ, as
/// they may where things cross, both are kept: a join too many only fills more. Pure and deterministic.
/// </summary>
/// <param name="settings">How long a thing may go unseen.</param>
/// <param name="cuts">Times at which a new scene begins; no track goes across one.</param>
public sealed class Tracker(TrackSettings settings, IReadOnlyList<float> cuts)
{
    // A gate in box sides: what was just seen may be so far from where it is expected, and farther the longer it was not seen.
    private const double GateSides = 0.6;
    private const double GateSidesPerSecond = 5;
    private const double GateSidesMax = 3;

    // The same for size, as a logarithm.
    private const double GateSize = 0.7;
    private const double GateSizePerSecond = 1;

    /// <summary>Every box is in one track at least; tracks in order of their first box.</summary>
    public IReadOnlyList<Track> Join(IReadOnlyList<Box> boxes)
    {
        var frames = boxes.GroupBy(box => box.TimeSeconds).OrderBy(frame => frame.Key).Select(frame => frame.ToArray()).ToList();
        var forward = Pass(frames);
        frames.Reverse();
        var backward = Pass(frames).Select(track => track.Reverse<Box>().ToArray());
        return [.. forward.Concat(backward).Distinct(SameBoxes.Instance).Select(track => new Track(track))];
    }

    private List<Box[]> Pass(List<Box[]> frames)
    {
        var tracks = new List<List<Box>>();
        var open = new List<List<Box>>();
        foreach (var frame in frames)
        {
            var now = frame[0].TimeSeconds;
            open.RemoveAll(track => IsOver(track[^1].TimeSeconds, now));
            var taken = new bool[frame.Length];
            foreach (var (track, box) in Pairs(open, frame))
            {
                taken[box] = true;
                open[track].Add(frame[box]);
            }

            foreach (var box in frame.Where((_, i) => !taken[i]))
            {
                tracks.Add([box]);
                open.Add(tracks[^1]);
            }
        }

        return tracks.ConvertAll(track => track.ToArray());
    }

    private bool IsOver(float last, float now) => Math.Abs((double)now - last) > settings.ReachSeconds
        || cuts.Any(cut => Math.Min(last, now) < cut && cut <= Math.Max(last, now));

    /// <summary>Pairs of track and box, each in one pair at most, nearest first; equal distances in the order they came.</summary>
    private static IEnumerable<(int Track, int Box)> Pairs(List<List<Box>> tracks, Box[] frame)
    {
        var costs = new List<(double Cost, int Track, int Box)>();
        for (var track = 0; track < tracks.Count; track++)
        {
            var last = tracks[track][^1];
            var seconds = (double)frame[0].TimeSeconds - last.TimeSeconds;
            var motion = Motion.Before(tracks[track], tracks[track].Count - 1);
            var expected = Place.Moved(last, motion with { BendX = 0, BendY = 0 }, seconds);
            for (var box = 0; box < frame.Length; box++)
            {
                // What stopped short is as likely as what went on.
                var cost = Math.Min(Cost(expected, frame[box], seconds), Cost(Place.Of(last), frame[box], seconds));
                if (cost < double.PositiveInfinity)
                    costs.Add((cost, track, box));
            }
        }

        costs.Sort();
        var (tracksTaken, boxesTaken) = (new bool[tracks.Count], new bool[frame.Length]);
        foreach (var (_, track, box) in costs)
        {
            if (tracksTaken[track] || boxesTaken[box])
                continue;
            (tracksTaken[track], boxesTaken[box]) = (true, true);
            yield return (track, box);
        }
    }

    /// <summary>Distance of centres in box sides and difference of size; infinite outside the gate.</summary>
    private static double Cost(Place expected, Box box, double seconds)
    {
        var there = Place.Of(box);
        var x = (expected.Left + expected.Right - there.Left - there.Right) / Math.Max(1e-6, expected.Width + there.Width);
        var y = (expected.Top + expected.Bottom - there.Top - there.Bottom) / Math.Max(1e-6, expected.Height + there.Height);
        var distance = Math.Sqrt((x * x) + (y * y));
        var size = Math.Abs(Math.Log(Math.Max(1e-9, expected.Width * expected.Height) / Math.Max(1e-9, there.Width * there.Height))) / 2;
        var away = Math.Abs(seconds);
        return distance <= Math.Min(GateSidesMax, GateSides + (GateSidesPerSecond * away)) && size <= GateSize + (GateSizePerSecond * away)
            ? distance + size
            : double.PositiveInfinity;
    }

    private sealed class SameBoxes : IEqualityComparer<Box[]>
    {
        public static SameBoxes Instance { get; } = new();

        public bool Equals(Box[]? a, Box[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(Box[] track) => HashCode.Combine(track.Length, track[0], track[^1]);
    }
}
