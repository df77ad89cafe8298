using System.IO.Compression;
using static Mm.Data.Tests.Decode.Hostile.Wire;

namespace Mm.Data.Tests.Decode.Hostile;

internal static class MovieBombs
{
    private static readonly byte[] Brand = Box("ftyp", [.. "isom"u8, 0, 0, 2, 0, .. "isom"u8]);

    private static readonly byte[] Ebml = Element("1a45dfa3", Element("4282", Text("matroska")));

    /// <summary>Each must be refused.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All() =>
    [
        ("mp4 moov of 2 GiB", [.. Brand, .. Box("moov", new byte[64], int.MaxValue)]),
        ("mp4 a box of 2^63", [.. Brand, .. Be32(1), .. "mdat"u8, .. Be64(long.MaxValue)]),
        ("mp4 20,000 levels", [.. Brand, .. Box("moov", Nest("trak", 20_000))]),
        ("mp4 2^32-1 samples", [.. Brand, .. Film(Box("stsz", [.. Be32(0), .. Be32(0), .. Be32(uint.MaxValue)]))]),
        ("mp4 2^32-1 times", [.. Brand, .. Film(Box("stts", [.. Be32(0), .. Be32(uint.MaxValue), .. Be32(1), .. Be32(1)]))]),
        ("mp4 2^32-1 chunks", [.. Brand, .. Film(Box("stco", [.. Be32(0), .. Be32(uint.MaxValue)]))]),
        ("mp4 50,000 empty tracks", [.. Brand, .. Box("moov", Repeat(Box("trak", []), 50_000))]),
        ("mkv a segment of 2^55", [.. Ebml, .. Element("18538067", new byte[64], 1UL << 55)]),
        ("mkv a picture of 2^31 x 2^31", [.. Ebml, .. Element("18538067", Track([.. Element("b0", Be32(int.MaxValue)),
            .. Element("ba", Be32(int.MaxValue))]))]),
        ("mkv private data of 2^40", [.. Ebml, .. Element("18538067", Track(Element("63a2", new byte[16], 1UL << 40)))]),
        ("mkv 5,000 levels", [.. Ebml, .. Element("18538067", NestElements("73a4", 5000))]),
        ("wav 2,000 s at one sample a second", Wav(1, 1, new byte[2000])),
        ("wav 4 GiB in 44 bytes", Wav(44_100, 2, new byte[4], 0xfffffff0)),
        ("wav 65,535 channels", Wav(48_000, 65_535, new byte[400])),
        ("flac 2^36-1 samples", [.. "fLaC"u8, 0x80, 0, 0, 34, 16, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0x0a, 0xc4, 0x4f, 255, 255, 255, 255, .. new byte[20]]),
        ("flac a picture of 16 MiB", [.. "fLaC"u8, 0x86, 255, 255, 255, .. new byte[64]]),
        ("ogg segments that are not there", [.. "OggS"u8, 0, 2, .. new byte[20], 255, .. Repeat([255], 255)]),
        ("ogg 20,000 streams", Join(Enumerable.Range(0, 20_000).Select(OggPage))),
        ("avi lists of 4 GiB", [.. "RIFF"u8, .. Le32(72), .. "AVI LIST"u8, .. Le32(0xfffffff0), .. "hdrl"u8, .. new byte[56]]),
        ("mp3 a tag of 256 MiB", [.. "ID3"u8, 4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f, .. new byte[64]]),
        ("xml a billion laughs", Text(Laughs())),
        ("svg a million groups", Text("<svg xmlns='http://www.w3.org/2000/svg'>" + string.Concat(Enumerable.Repeat("<g>", 1_000_000)))),
        ("svg in gzip, 200 MB of blanks", Gzip(200_000_000)),
        ("zip named like a picture", [.. "PK\u0003\u0004"u8, .. new byte[26], .. Zeros(10_000_000)]),
    ];

    private static byte[] Film(byte[] lie) => Box("moov",
    [
        .. Box("mvhd", [.. new byte[12], .. Be32(1000), .. Be32(1000), .. new byte[80]]),
        .. Box("trak",
        [
            .. Box("tkhd", [.. new byte[12], .. Be32(1), .. new byte[60], .. Be32(64L << 16), .. Be32(64L << 16)]),
            .. Box("mdia",
            [
                .. Box("mdhd", [.. new byte[12], .. Be32(1000), .. Be32(1000), .. new byte[4]]),
                .. Box("hdlr", [.. new byte[8], .. "vide"u8, .. new byte[13]]),
                .. Box("minf", Box("stbl", [.. Box("stsd", [.. Be32(0), .. Be32(1), .. Box("avc1", new byte[78])]), .. lie])),
            ]),
        ]),
    ]);

    private static byte[] Nest(string type, int levels)
    {
        var size = levels * 8;
        return Join(Enumerable.Range(0, levels).Select(level => (byte[])[.. Be32(size - (level * 8)), .. Text(type)]));
    }

    private static byte[] NestElements(string id, int levels) => Join(
        Enumerable.Range(0, levels).Select(level => (byte[])
            [.. Convert.FromHexString(id), .. Be64((1UL << 56) | (10UL * (ulong)(levels - level - 1)))]));

    private static byte[] Track(byte[] body) => Element("1654ae6b", Element("ae",
        [.. Element("d7", [1]), .. Element("73c5", [1]), .. Element("83", [1]), .. Element("86", Text("V_VP8")), .. Element("e0", body), .. body]));

    private static byte[] Wav(int rate, int channels, byte[] data, long? lie = null)
    {
        byte[] format = [.. Le16(1), .. Le16(channels), .. Le32(rate), .. Le32((long)rate * channels), .. Le16(channels), .. Le16(8)];
        byte[] body = [.. "WAVE"u8, .. Chunk("fmt ", format), .. Chunk("data", data, lie)];
        return [.. "RIFF"u8, .. Le32(lie ?? body.Length), .. body];
    }

    private static byte[] OggPage(int stream) => [.. "OggS"u8, 0, 2, .. new byte[8], .. Le32(stream), .. new byte[8], 1, 8, .. "\u0001vorbis "u8];

    private static string Laughs() => "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY l0 'ha'>"
        + string.Concat(Enumerable.Range(1, 30).Select(i => $"<!ENTITY l{i} '{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}'>"))
        + "]><svg>&l30;</svg>";

    private static byte[] Gzip(int zeros)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(new byte[zeros]);
        return packed.ToArray();
    }
}
