namespace Mm.Data.Pipeline;

/// <summary>
/// A line of text that may be turned: its corners in the order in which it is read (top left, top right, bottom right, bottom left of
/// the line, wherever that lies on the picture), as fractions of the upright picture's width and height, with a score in [0, 1].
/// Corners may lie outside the picture.
/// </summary>
public readonly record struct Quad(
    float X0, float Y0, float X1, float Y1, float X2, float Y2, float X3, float Y3, float Score)
{
    private const int PiecesMax = 16;

    /// <summary>The line read from the other end: turned by 180 degrees.</summary>
    public Quad Reversed => new(X2, Y2, X3, Y3, X0, Y0, X1, Y1, Score);

    /// <summary>The upright box around it, cut to the picture.</summary>
    public Box Bounds => Around([(X0, Y0), (X1, Y1), (X2, Y2), (X3, Y3)], Score);

    public static Quad Of(Box box) => new(
        box.X, box.Y, box.X + box.Width, box.Y, box.X + box.Width, box.Y + box.Height, box.X, box.Y + box.Height, box.Score);

    /// <summary>
    /// Upright boxes that together hold the part of the line from <paramref name="from"/> to <paramref name="to"/>, in shares of its
    /// length, with <paramref name="margin"/> of its height added above and below. The part of a slanted line is cut into pieces, so that
    /// the boxes follow it like stairs and do not cover its neighbours.
    /// </summary>
    public IReadOnlyList<Box> Part(double from, double to, double margin)
    {
        var (along, across) = ((X: (double)X1 - X0, Y: (double)Y1 - Y0), (X: (double)X3 - X0, Y: (double)Y3 - Y0));
        var rise = Math.Min(Ratio(along.Y, across.Y), Ratio(along.X, across.X)) * (to - from);
        var pieces = Math.Clamp((int)Math.Ceiling(rise * 2), 1, PiecesMax);
        var (x0, y0, score) = (X0, Y0, Score);
        (double X, double Y) At(double share, double depth) =>
            (x0 + (along.X * share) + (across.X * depth), y0 + (along.Y * share) + (across.Y * depth));
        return [.. Enumerable.Range(0, pieces).Select(i =>
        {
            var (start, end) = (from + ((to - from) * i / pieces), from + ((to - from) * (i + 1) / pieces));
            return Around([At(start, -margin), At(end, -margin), At(end, 1 + margin), At(start, 1 + margin)], score);
        }).Where(box => box is { Width: > 0, Height: > 0 })];
    }

    private static double Ratio(double along, double across) => Math.Abs(along) / Math.Max(Math.Abs(across), 1e-9);

    private static Box Around(ReadOnlySpan<(double X, double Y)> corners, float score)
    {
        var (left, top, right, bottom) = (1.0, 1.0, 0.0, 0.0);
        foreach (var (x, y) in corners)
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }

        (left, top) = (Math.Clamp(left, 0, 1), Math.Clamp(top, 0, 1));
        var (width, height) = (Math.Clamp(right, 0, 1) - left, Math.Clamp(bottom, 0, 1) - top);
        return new Box((float)left, (float)top, (float)width, (float)height, score);
    }
}
