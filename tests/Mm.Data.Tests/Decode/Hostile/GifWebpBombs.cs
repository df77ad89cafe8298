using static Mm.Data.Tests.Decode.Hostile.Wire;

namespace Mm.Data.Tests.Decode.Hostile;

internal static class GifWebpBombs
{
    // LZW of one pixel: clear, colour 0, end.
    private static readonly byte[] Pixel = [2, 2, 0x44, 0x01, 0];

    /// <summary>Each must be refused.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Gif() =>
    [
        ("gif screen of 65,535 x 65,535", Gif(65_535, 65_535, Frame(1, 1))),
        ("gif frame larger than its screen", Gif(10, 10, Frame(65_535, 65_535))),
        ("gif 1,001 frames", Gif(1, 1, Repeat(Frame(1, 1), 1001))),
        ("gif 200,000 frames", Gif(1, 1, Repeat(Frame(1, 1), 200_000))),
        ("gif 1,000 frames of 300 x 300", Gif(300, 300, Repeat(Frame(1, 1), 1000))),
        ("gif 65,535 wide, 800 frames", Gif(65_535, 1, Repeat(Frame(65_535, 1), 800))),
        ("gif no pixels", Gif(0, 0, [])),
        ("gif data that never ends", [.. Gif(7000, 7000, [])[..^1], .. Frame(7000, 7000)[..^1], .. Repeat([255, .. new byte[255]], 1000)]),
        ("gif a million comments and no picture", Gif(7000, 7000, Repeat([0x21, 0xfe, 1, 65, 0], 1_000_000))),
        ("gif 49 megapixels in one pixel's data", Gif(7000, 7000, Frame(7000, 7000))),
    ];

    /// <summary>Each must be refused.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Webp() =>
    [
        ("webp canvas of 2^24 x 2^24", Riff(Chunk("VP8X", [0, 0, 0, 0, 255, 255, 255, 255, 255, 255]), Lossless(1, 1))),
        ("webp canvas of 16,384 x 16,384", Riff(Chunk("VP8X", [0, 0, 0, 0, 255, 63, 0, 255, 63, 0]), Lossless(1, 1))),
        ("webp lossless 16,384 x 16,384", Riff(Lossless(16_384, 16_384))),
        ("webp lossless 7,000 x 7,000 in 60 bytes", Riff(Lossless(7000, 7000))),
        ("webp lossy 16,383 x 16,383", Riff(Chunk("VP8 ", [0x10, 0, 0, 0x9d, 1, 0x2a, 255, 63, 255, 63, .. new byte[64]]))),
        ("webp 2,000 frames", Riff(Animation(1, 1), Repeat(AnimationFrame(), 2000))),
        ("webp 1,000 frames of 1,000 x 1,000", Riff(Animation(1000, 1000), Repeat(AnimationFrame(), 1000))),
        ("webp length of 4 GiB", [.. "RIFF"u8, .. Le32(0xfffffff0), .. "WEBP"u8, .. Lossless(7000, 7000)]),
        ("webp alpha of 4 GiB", Riff(Chunk("VP8X", [16, 0, 0, 0, 99, 0, 0, 99, 0, 0]), Chunk("ALPH", new byte[8], 0xfffffff0), Lossless(1, 1))),
    ];

    private static byte[] Gif(int width, int height, byte[] blocks) =>
        [.. "GIF89a"u8, .. Le16(width), .. Le16(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. blocks, 0x3b];

    private static byte[] Frame(int width, int height) => [0x2c, 0, 0, 0, 0, .. Le16(width), .. Le16(height), 0, .. Pixel];

    private static byte[] Riff(params byte[][] chunks)
    {
        var body = Join(chunks);
        return [.. "RIFF"u8, .. Le32(body.Length + 4), .. "WEBP"u8, .. body];
    }

    // RFC 9649, 3.4: signature, 14 bits of width and of height less one.
    private static byte[] Lossless(int width, int height) =>
        Chunk("VP8L", [0x2f, .. Le32((uint)(width - 1) | ((uint)(height - 1) << 14)), .. new byte[40]]);

    private static byte[] Animation(int width, int height) => Join(
        Chunk("VP8X", [2, 0, 0, 0, .. Le32(width - 1)[..3], .. Le32(height - 1)[..3]]), Chunk("ANIM", [0, 0, 0, 0, 0, 0]));

    private static byte[] AnimationFrame() => Chunk("ANMF", [.. new byte[12], 10, 0, 0, 0, .. Lossless(1, 1)]);
}
