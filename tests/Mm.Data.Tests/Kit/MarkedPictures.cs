using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// Small pictures with a "face": a square of red noise on grey, and a number in the first row, so that a detector made by hand can find
/// the one and read the other off the pixels of a view, and a test knows what must not be left.
/// </summary>
internal static class MarkedPictures
{
    public const int Width = 96;
    public const int Height = 64;

    /// <summary>The face of every picture, in pixels; it holds the middle.</summary>
    public const int Left = 35, Top = 21, Right = 63, Bottom = 45;

    private const int NumberBits = 16;

    /// <summary>A view that shows the pictures pixel by pixel.</summary>
    public static readonly ViewSpec View = new(Width, Width, Fit.Letterbox);

    public static byte[] Png(int number) => PlainPng.Write(Pixels(number), Width, Height);

    public static byte[] Pixels(int number)
    {
        var pixels = new byte[Width * Height * 3];
        var noise = (uint)(number + 1) * 2_654_435_761;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var (x, y) = (i / 3 % Width, i / 3 / Width);
            noise = (noise * 1_664_525) + 1_013_904_223;
            var isFace = x is >= Left and < Right && y is >= Top and < Bottom;
            var grey = (byte)(90 + ((x + (2 * y) + (number % 7)) % 60));
            (pixels[i], pixels[i + 1], pixels[i + 2]) = isFace
                ? ((byte)(200 + (noise >> 28)), (byte)(noise >> 16), (byte)((noise >> 8) & 31))
                : (grey, grey, grey);
            if (y == 0 && x < NumberBits)
                pixels.AsSpan(i, 3).Fill(((number >> x) & 1) == 1 ? (byte)255 : (byte)0);
        }

        return pixels;
    }

    /// <summary>The number in a view, from the brightness of its first pixels.</summary>
    public static int Number(View view) =>
        Enumerable.Range(0, NumberBits).Sum(bit => view.Pixels.Span[3 * bit] > 127 ? 1 << bit : 0);

    /// <summary>What is left of a face: pixels that are so much redder than blue.</summary>
    public static Box[] Faces(View view, int redOverBlue = 120)
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, 0, 0);
        var pixels = view.Pixels.Span;
        for (var y = 0; y < view.ContentHeight; y++)
        {
            for (var x = 0; x < view.ContentWidth; x++)
            {
                var at = 3 * ((y * view.Spec.Width) + x);
                if (pixels[at] - pixels[at + 2] <= redOverBlue)
                    continue;
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        float w = view.ContentWidth, h = view.ContentHeight;
        return right == 0 ? [] : [new Box(left / w, top / h, (right - left) / w, (bottom - top) / h, 0.9f)];
    }
}
