using System.Runtime.InteropServices;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>A rectangle of pixels; right and bottom exclusive.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Area(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;

    public bool IsEmpty => Left >= Right || Top >= Bottom;

    /// <summary>Every pixel that a region touches; may reach over the picture's edges.</summary>
    public static Area Of(FillRegion region, int width, int height) => new(
        Pixel(Math.Floor((double)region.X * width), width),
        Pixel(Math.Floor((double)region.Y * height), height),
        Pixel(Math.Ceiling(((double)region.X + region.Width) * width), width),
        Pixel(Math.Ceiling(((double)region.Y + region.Height) * height), height));

    /// <summary>Edges moved outward to a grid of <paramref name="width"/> x <paramref name="height"/> with a line at
    /// (<paramref name="x"/>, <paramref name="y"/>).</summary>
    public Area Snapped(int width, int height, int x, int y) => new(
        Down(Left, width, x), Down(Top, height, y), -Down(-Right, width, -x), -Down(-Bottom, height, -y));

    public Area CutTo(int width, int height) =>
        new(Math.Clamp(Left, 0, width), Math.Clamp(Top, 0, height), Math.Clamp(Right, 0, width), Math.Clamp(Bottom, 0, height));

    /// <summary>With the last column or row of the picture, where that alone is left beside the area.</summary>
    public Area WithLastLine(int width, int height) =>
        this with { Right = Right == width - 1 ? width : Right, Bottom = Bottom == height - 1 ? height : Bottom };

    private static int Down(int place, int step, int line) => ((int)Math.Floor((double)(place - line) / step) * step) + line;

    private static int Pixel(double place, int side) => (int)Math.Clamp(place, -1, side + 1);
}
