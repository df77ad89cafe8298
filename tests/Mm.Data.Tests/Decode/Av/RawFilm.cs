namespace Mm.Data.Tests.Decode.Av;

/// <summary>
/// Frames in a raw pixel format, made from numbers: two films of one seed are equal but for the pixels of the given rectangles in the given
/// frames. Where colour is subsampled, every sample that a rectangle touches counts as inside.
/// </summary>
internal sealed record RawFilm(string Format, int Width, int Height, int Frames, int FramesPerSecond)
{
    /// <summary>A rectangle in pixels, and the frames in which it holds.</summary>
    internal readonly record struct Inside(int Left, int Top, int Right, int Bottom, int FirstFrame, int LastFrame);

    /// <summary>Samples across, down and bytes a sample of each plane; how many pixels share one.</summary>
    private (int SubX, int SubY, int Bytes)[] Planes => Format switch
    {
        "yuv420p" => [(1, 1, 1), (2, 2, 1), (2, 2, 1)],
        "yuv422p" => [(1, 1, 1), (2, 1, 1), (2, 1, 1)],
        "yuv444p" or "gbrp" => [(1, 1, 1), (1, 1, 1), (1, 1, 1)],
        "yuv420p10le" => [(1, 1, 2), (2, 2, 2), (2, 2, 2)],
        "yuv422p10le" => [(1, 1, 2), (2, 1, 2), (2, 1, 2)],
        "rgb24" => [(1, 1, 3)],
        "bgr0" => [(1, 1, 4)],
        _ => throw new ArgumentException(Format),
    };

    /// <summary><paramref name="variant"/> decides what lies inside.</summary>
    public byte[] Make(int seed, int variant, IReadOnlyList<Inside> inside)
    {
        var all = new MemoryStream();
        var other = new Random(HashCode.Combine(seed, variant, 77));
        for (var frame = 0; frame < Frames; frame++)
        {
            for (var plane = 0; plane < Planes.Length; plane++)
                all.Write(Plane(seed, frame, plane, inside, other));
        }

        return all.ToArray();
    }

    private byte[] Plane(int seed, int frame, int plane, IReadOnlyList<Inside> inside, Random other)
    {
        var (subX, subY, bytes) = Planes[plane];
        var (width, height) = ((Width + subX - 1) / subX, (Height + subY - 1) / subY);
        var samples = new byte[width * height * bytes];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var hidden = inside.Any(i => i.FirstFrame <= frame && frame <= i.LastFrame
                    && (x * subX) + subX > i.Left && x * subX < i.Right && (y * subY) + subY > i.Top && y * subY < i.Bottom);
                for (var b = 0; b < bytes; b++)
                {
                    // A slow texture with grain, so that encoders have something to predict and something to spend bits on.
                    var value = 60 + (seed * 13 % 50) + (((x * 3) + (y * 2) + (frame * 4) + (plane * 40)) / 4 % 90) + ((x * y) + (frame * 7) + b) % 5;
                    samples[(((y * width) + x) * bytes) + b] = (byte)(hidden ? other.Next(16, 236) : value);
                    if (bytes == 2 && b == 1)
                        samples[(((y * width) + x) * bytes) + b] &= 3; // ten bits
                }
            }
        }

        return samples;
    }
}
