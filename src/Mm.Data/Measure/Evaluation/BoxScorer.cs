using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Evaluation;

/// <summary>A picture, what was labelled on it and what was found, best first, in pixels of the upright picture.</summary>
/// <param name="Picture">With its labels.</param>
/// <param name="Width">Width of the upright picture.</param>
/// <param name="Height">Height of it.</param>
/// <param name="Found">Boxes as fractions of the picture, as the detector gave them.</param>
public sealed record ScoredPicture(LabelledPicture Picture, int Width, int Height, IReadOnlyList<Box> Found);

/// <summary>
/// Holds what was found against what was labelled. What counts is what would be filled: a thing is covered when boxes, grown as they are
/// filled, cover at least 95 % of its box's pixels together, or all of its points where it has no box. A box is false when it
/// explains nothing: it overlaps no labelled box by 0.3 of their union, holds no middle of one and no point.
/// </summary>
/// <param name="grow">Factor on the sides of found boxes before filling.</param>
public sealed class BoxScorer(double grow)
{
    public const double CoverShare = 0.95;
    private const double ExplainsIou = 0.3;
    private const int GridMax = 64;

    /// <summary>Whether what was found from a threshold on covers a thing.</summary>
    public bool Covers(ScoredPicture picture, LabelledThing thing, double threshold)
    {
        LabelBox[] filled = [.. picture.Found.Where(box => box.Score >= threshold).Select(box => Pixels(picture, box.Grow(grow)))];
        if (thing.Box is not { } box)
            return thing.Points.All(point => Array.Exists(filled, area => Holds(area, point)));
        var (columns, rows) = (Steps(box.Width), Steps(box.Height));
        var covered = 0;
        for (var i = 0; i < columns * rows; i++)
        {
            var x = box.Left + (((i % columns) + 0.5) * box.Width / columns);
            var y = box.Top + (((i / columns) + 0.5) * box.Height / rows);
            x = Math.Clamp(x, 0, picture.Width); // labels reach beyond the edge now and then
            y = Math.Clamp(y, 0, picture.Height);
            if (Array.Exists(filled, area => Holds(area, new LabelPoint(x, y))))
                covered++;
        }

        return covered >= CoverShare * columns * rows;
    }

    /// <summary>Whether a box that was found lies on nothing that was labelled, counting what is ignored.</summary>
    public bool IsFalse(ScoredPicture picture, Box found)
    {
        var area = Pixels(picture, found);
        return !picture.Picture.Things.Any(thing => thing.Box is { } box
            ? Overlap(area, box) >= ExplainsIou || Holds(area, Middle(box)) || (thing.IsIgnored && Holds(box, Middle(area)))
            : thing.Points.Any(point => Holds(Pixels(picture, found.Grow(grow)), point)));
    }

    /// <summary>A box's side as the mean of its own, or, by its points, 1.6 times the widest distance; null for a single point. In pixels
    /// of a picture whose longer side is 640, so that sizes of different pictures compare.</summary>
    public static double? Side(ScoredPicture picture, LabelledThing thing)
    {
        var scale = 640.0 / Math.Max(picture.Width, picture.Height);
        if (thing.Box is { } box)
            return Math.Sqrt(box.Width * box.Height) * scale;
        var widest = thing.Points.SelectMany(a => thing.Points.Select(b => Math.Sqrt(Square(a.X - b.X) + Square(a.Y - b.Y)))).Max();
        return widest > 0 ? widest * 1.6 * scale : null;
    }

    /// <summary>A box of fractions in pixels of the picture.</summary>
    internal static LabelBox Pixels(ScoredPicture picture, Box box) =>
        new(box.X * picture.Width, box.Y * picture.Height, box.Width * picture.Width, box.Height * picture.Height);

    private static int Steps(double pixels) => (int)Math.Clamp(Math.Round(pixels), 1, GridMax);

    private static LabelPoint Middle(LabelBox box) => new(box.Left + (box.Width / 2), box.Top + (box.Height / 2));

    private static bool Holds(LabelBox box, LabelPoint point) =>
        point.X >= box.Left && point.X <= box.Left + box.Width && point.Y >= box.Top && point.Y <= box.Top + box.Height;

    private static double Overlap(LabelBox a, LabelBox b)
    {
        var width = Math.Min(a.Left + a.Width, b.Left + b.Width) - Math.Max(a.Left, b.Left);
        var height = Math.Min(a.Top + a.Height, b.Top + b.Height) - Math.Max(a.Top, b.Top);
        if (width <= 0 || height <= 0)
            return 0;
        var common = width * height;
        return common / ((a.Width * a.Height) + (b.Width * b.Height) - common);
    }

    private static double Square(double value) => value * value;
}
