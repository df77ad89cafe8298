using Mm.Data.Tests.Kit;
using static Mm.Data.Tests.Decode.Hostile.Wire;

namespace Mm.Data.Tests.Decode.Hostile;

internal static class PngBombs
{
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n\u001a\n"u8];

    /// <summary>Each must be refused.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All() =>
    [
        ("png 60,000 x 60,000", Png(60_000, 60_000, 8, 2, Zeros(100))),
        ("png 2^31-1 x 2^31-1", Png(int.MaxValue, int.MaxValue, 8, 2, Zeros(100))),
        ("png 100,000 x 1", Png(100_000, 1, 8, 2, Zeros(300_001))),
        ("png 1 x 100,000", Png(1, 100_000, 8, 2, Zeros(400_000))),
        ("png one row over 50 megapixels", Png(7072, 7072, 8, 0, Zeros(7073 * 7072))),
        ("png no pixels", Png(0, 0, 8, 2, Zeros(1))),
        ("png 16 bits, alpha, 30,000 x 30,000", Png(30_000, 30_000, 16, 6, Zeros(100))),
        ("png interlaced 40,000 x 40,000", Png(40_000, 40_000, 8, 2, Zeros(100), 1)),
        ("png 49 megapixels of one bit in 6 KB", Png(7000, 7000, 1, 0, Zeros(876 * 7000))),
        ("png 49 megapixels of two bits in 12 KB", Png(7000, 7000, 2, 0, Zeros(1751 * 7000))),
        ("png 49 megapixels and ten bytes", Png(7000, 7000, 8, 2, Zeros(10))),
        ("png a chunk of 2 GiB", [.. Signature, .. Header(8, 8, 8, 2, 0), .. Be32(int.MaxValue), .. "IDAT"u8, .. new byte[64]]),
        ("png 100,000 chunks", Join(
            Signature, Header(60_000, 60_000, 8, 2, 0), Repeat(PlainPng.Chunk("IDAT", [0]), 100_000), PlainPng.Chunk("IEND", []))),
        ("png 2,000 texts of 1 MB", Join(
            Signature, Header(2, 2, 8, 2, 0), Repeat(PlainPng.Chunk("zTXt", [.. "Comment\0\0"u8, .. Zeros(1_000_000)]), 2000),
            PlainPng.Chunk("IDAT", Zeros(14)), PlainPng.Chunk("IEND", []))),
    ];

    /// <summary>The bomb lies in what is not read: they are pictures of two by two pixels and may be decoded, within the same bounds.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Harmless() =>
    [
        ("png profile of 300 MB", Small("iCCP", [.. "x\0\0"u8, .. Zeros(300_000_000)])),
        ("png text of 300 MB", Small("zTXt", [.. "Comment\0\0"u8, .. Zeros(300_000_000)])),
        ("png packet of 300 MB", Small("iTXt", [.. "XML:com.adobe.xmp\0\u0001\0\0\0"u8, .. Zeros(300_000_000)])),
        ("png pixels of 300 MB for 2 x 2", Png(2, 2, 8, 2, Zeros(300_000_000))),
    ];

    private static byte[] Small(string chunk, byte[] body) => Join(
        Signature, Header(2, 2, 8, 2, 0), PlainPng.Chunk(chunk, body), PlainPng.Chunk("IDAT", Zeros(14)), PlainPng.Chunk("IEND", []));

    private static byte[] Png(long width, long height, byte bits, byte colour, byte[] pixels, byte interlace = 0) => Join(
        Signature, Header(width, height, bits, colour, interlace), PlainPng.Chunk("IDAT", pixels), PlainPng.Chunk("IEND", []));

    private static byte[] Header(long width, long height, byte bits, byte colour, byte interlace) =>
        PlainPng.Chunk("IHDR", [.. Be32(width), .. Be32(height), bits, colour, 0, 0, interlace]);
}
