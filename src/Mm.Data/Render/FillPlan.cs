using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Render;

/// <summary>Turns measured boxes into the regions to fill, in space and, for video, in time.</summary>
public static class FillPlan
{
    /// <summary>
    /// How far, in box sides, a box may have moved by the next sampled frame and still be taken for the same thing.
    /// Too far only fills more than needed.
    /// </summary>
    private const double ReachSides = 2;

    /// <summary>The regions of one rule. <paramref name="times"/> are the sampled frames in order; one for a still.</summary>
    public static IReadOnlyList<FillRegion> For(FillRule rule, IReadOnlyList<Box> boxes, IReadOnlyList<float> times)
    {
        var grown = boxes.Select(box => box.Grow(rule.Grow)).ToArray();
        if (times.Count <= 1)
            return [.. grown.Select(box => Region(rule.Kind, box, 0, double.MaxValue) with { Style = rule.Style })];

        var regions = new List<FillRegion>();
        for (var i = 0; i < times.Count; i++)
        {
            var here = At(grown, times[i]);
            var next = i + 1 < times.Count ? At(grown, times[i + 1]) : [];

            // Between two sampled frames nobody looked, so a box holds from the frame before to the frame after...
            var from = i == 0 ? 0 : times[i - 1];
            var to = i + 1 < times.Count ? times[i + 1] : double.MaxValue;
            regions.AddRange(here.Select(box => Region(rule.Kind, box, from, to)));

            // ...and what moved is covered along the way: the hull of both places for the whole interval.
            regions.AddRange(here.SelectMany(box => next.Where(other => Near(box, other))
                .Select(other => Region(rule.Kind, box.Union(other), times[i], times[i + 1]))));

            // Behind the last sampled frame it is taken to go on as it came: up to a whole step is left there.
            if (i > 0 && i + 1 == times.Count)
            {
                regions.AddRange(here.SelectMany(box => At(grown, times[i - 1]).Where(other => Near(box, other))
                    .Select(other => Region(rule.Kind, box.Union(GoneOn(other, box)), times[i], double.MaxValue))));
            }
        }

        return regions;
    }

    /// <summary>
    /// Whether at least <paramref name="share"/> of a box found in an output lies in what was filled there, so that the detector saw
    /// the fill itself: the flat rectangles look like signs to a text detector. Sampled on a grid; a share of 1 is never reached.
    /// </summary>
    public static bool IsFilled(Box box, IReadOnlyList<FillRegion> filled, double share)
    {
        const int Steps = 16;
        if (share >= 1)
            return false;
        var then = filled.Where(r => r.FromSeconds <= box.TimeSeconds && box.TimeSeconds <= r.ToSeconds).ToArray();
        var inside = 0;
        for (var i = 0; i < Steps * Steps; i++)
        {
            var x = box.X + (box.Width * ((i % Steps) + 0.5) / Steps);
            var y = box.Y + (box.Height * ((i / Steps) + 0.5) / Steps);
            if (Array.Exists(then, r => x >= r.X && x <= r.X + r.Width && y >= r.Y && y <= r.Y + r.Height))
                inside++;
        }

        return inside >= share * Steps * Steps;
    }

    private static Box[] At(Box[] boxes, float time) => [.. boxes.Where(b => b.TimeSeconds == time)];

    private static Box GoneOn(Box before, Box now) => now with { X = now.X + (now.X - before.X), Y = now.Y + (now.Y - before.Y) };

    private static bool Near(Box a, Box b) =>
        a.CentreDistance(b) <= ReachSides * Math.Max(Math.Max(a.Width, a.Height), Math.Max(b.Width, b.Height));

    private static FillRegion Region(string kind, Box box, double from, double to) =>
        new(kind, box.X, box.Y, box.Width, box.Height, from, to);
}
