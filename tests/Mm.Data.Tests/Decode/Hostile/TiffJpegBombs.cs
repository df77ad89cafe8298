using static Mm.Data.Tests.Decode.Hostile.Wire;

namespace Mm.Data.Tests.Decode.Hostile;

internal static class TiffJpegBombs
{
    private const int Short = 3;
    private const int Long = 4;

    /// <summary>Each must be refused.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Tiff() =>
    [
        ("tiff 60,000 x 60,000", One(60_000, 60_000)),
        ("tiff 2^32-1 x 2^32-1", One(uint.MaxValue, uint.MaxValue)),
        ("tiff 1 x 1,000,000", One(1, 1_000_000)),
        ("tiff a strip of 4 GiB", One(5000, 5000, stripBytes: uint.MaxValue)),
        ("tiff 65,535 samples a pixel", One(1000, 1000, samples: 65_535)),
        ("tiff 64 bits a sample", One(5000, 5000, bits: 64)),
        ("tiff a table of 2^32-1 bits", [.. "II*\0"u8, .. Le32(8), .. Le16(1), .. Entry(258, Short, uint.MaxValue, 8), .. Le32(0)]),
        ("tiff 65,535 tags and no room for them", [.. "II*\0"u8, .. Le32(8), .. Le16(65_535), .. new byte[64]]),
        ("tiff tiles of 2^30", [.. "II*\0"u8, .. Le32(8), .. Le16(9), .. Base(4000, 4000, 8, 1),
            .. Entry(322, Long, 1, 1 << 30), .. Entry(323, Long, 1, 1 << 30), .. Entry(324, Long, 1, 0), .. Entry(325, Long, 1, 64), .. Le32(0)]),
        ("tiff a directory that is its own next", [.. "II*\0"u8, .. Le32(8), .. Directory(60_000, 60_000, 8)]),
        ("tiff 1,200 pages", Pages(1200, 1, 1)),
        ("tiff 20,000 pages", Pages(20_000, 1, 1)),
        ("tiff 20 pages of 3,000 x 3,000", Pages(20, 3000, 3000)),
        ("tiff 49 megapixels of one bit in 6 KB", One(7000, 7000, bits: 1, pixels: Zeros(875 * 7000), compression: 8)),
    ];

    /// <summary>Each must be refused.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Jpeg() =>
    [
        ("jpeg 65,500 x 65,500", Jpeg(0xc0, 65_500, 65_500)),
        ("jpeg progressive 65,500 x 65,500", Jpeg(0xc2, 65_500, 65_500)),
        ("jpeg lossless, 12 bits, 65,500 x 65,500", Jpeg(0xc3, 65_500, 65_500, 12)),
        ("jpeg arithmetic 65,500 x 1,000", Jpeg(0xc9, 65_500, 1000)),
        ("jpeg 49 megapixels and no data", Jpeg(0xc0, 7000, 7000)),
        ("jpeg 5,000 scans over 4 megapixels", Jpeg(0xc2, 2000, 2000, 8, 5000)),
        ("jpeg no height", Jpeg(0xc0, 65_500, 0)),
    ];

    private static byte[] One(
        long width, long height, int bits = 8, int samples = 1, long? stripBytes = null, byte[]? pixels = null, int compression = 1)
    {
        pixels ??= new byte[64];
        return
        [
            .. "II*\0"u8, .. Le32(8), .. Le16(8), .. Base(width, height, bits, compression), .. Entry(273, Long, 1, 8 + 2 + (8 * 12) + 4),
            .. Entry(277, Short, 1, samples), .. Entry(279, Long, 1, stripBytes ?? pixels.Length), .. Le32(0), .. pixels,
        ];
    }

    private static byte[] Base(long width, long height, int bits, int compression) =>
    [
        .. Entry(256, Long, 1, width), .. Entry(257, Long, 1, height), .. Entry(258, Short, 1, bits),
        .. Entry(259, Short, 1, compression), .. Entry(262, Short, 1, 1),
    ];

    private static byte[] Directory(long width, long height, long next) =>
    [
        .. Le16(8), .. Base(width, height, 8, 1), .. Entry(273, Long, 1, 8), .. Entry(277, Short, 1, 1), .. Entry(279, Long, 1, 1),
        .. Le32(next),
    ];

    private static byte[] Pages(int count, int width, int height)
    {
        var size = Directory(1, 1, 0).Length;
        var pages = Enumerable.Range(1, count).Select(page => Directory(width, height, page == count ? 0 : 8 + (page * size)));
        return Join(pages.Prepend([.. "II*\0"u8, .. Le32(8)]));
    }

    private static byte[] Entry(int tag, int type, long count, long value) => [.. Le16(tag), .. Le16(type), .. Le32(count), .. Le32(value)];

    private static byte[] Jpeg(byte frame, int width, int height, byte bits = 8, int scans = 1)
    {
        byte[] table = [.. new byte[16]];
        table[0] = 1; // one code of one bit, for no coefficient
        byte[] scan = [0xff, 0xda, .. Be16(8), 1, 1, 0, 0, 0, 0, 0];
        return
        [
            0xff, 0xd8, 0xff, 0xdb, .. Be16(67), 0, .. Repeat([1], 64), 0xff, frame, .. Be16(11), bits, .. Be16(height), .. Be16(width),
            1, 1, 0x11, 0, 0xff, 0xc4, .. Be16(20), 0, .. table, 0, 0xff, 0xc4, .. Be16(20), 0x10, .. table, 0, .. Repeat(scan, scans),
            0xff, 0xd9,
        ];
    }
}
