using System.Buffers.Binary;

namespace Mm.Data.Decoder.Images;

/// <summary>What the marker segments of a JPEG say before its first scan. Nothing here decodes.</summary>
internal sealed record JpegSegments
{
    private const int Start = 0xd8;
    private const int End = 0xd9;
    private const int Scan = 0xda;

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>Colour components: 1 grey, 3 colour, 4 print colours; 0 when no frame header was found.</summary>
    public int Components { get; private init; }

    public int BitsPerComponent { get; private init; }

    public int Orientation { get; private init; } = 1;

    /// <summary>Blocks of 8 x 8 that are coded as one: so many across; 2 where chroma has half the width.</summary>
    public int SamplesAcross { get; private init; } = 1;

    public int SamplesDown { get; private init; } = 1;

    /// <summary>The ICC profile, put together from its segments; null when there is none.</summary>
    public byte[]? Profile { get; private init; }

    /// <summary>Whether an end marker follows the first scan: where it does not, the data was cut.</summary>
    public bool HasEnd { get; private init; }

    /// <summary>Scans, of which each passes over the whole picture. 0 where there is none.</summary>
    public int Scans { get; private init; }

    public static JpegSegments Read(ReadOnlySpan<byte> jpeg)
    {
        var found = new JpegSegments();
        var profile = new SortedDictionary<int, byte[]>();
        var at = 2;
        while (at + 4 <= jpeg.Length)
        {
            if (jpeg[at] != 0xff)
            {
                at++; // Stray bytes between segments are skipped, as libjpeg does.
                continue;
            }

            var marker = jpeg[at + 1];
            if (marker is 0xff or 0x00 or 0x01 or (>= 0xd0 and <= Start))
            {
                at += marker == 0xff ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (marker is End || length < 2 || at + 2 + length > jpeg.Length)
                break;
            var body = jpeg.Slice(at + 4, length - 2);
            if (marker is Scan)
                return Finish(found with { Scans = 1 }, profile, jpeg[(at + 2 + length)..]);
            found = Take(found, marker, body, profile);
            at += 2 + length;
        }

        return Finish(found, profile, []);
    }

    private static JpegSegments Take(JpegSegments found, int marker, ReadOnlySpan<byte> body, SortedDictionary<int, byte[]> profile)
    {
        if (IsFrame(marker) && body.Length >= 6)
        {
            var (across, down) = Samples(body[6..], body[5]);
            return found with
            {
                SamplesAcross = across,
                SamplesDown = down,
                BitsPerComponent = body[0],
                Height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
                Width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
                Components = body[5],
            };
        }

        if (marker is 0xe1 && body.StartsWith("Exif\0\0"u8))
            return found with { Orientation = Exif.Orientation(body[6..]) };
        if (marker is 0xe2 && body.StartsWith("ICC_PROFILE\0"u8) && body.Length > 14)
            profile.TryAdd(body[12], body[14..].ToArray());
        return found;
    }

    // Of a component: its id, two factors, its table. With one component a block is coded alone, whatever its factors say.
    private static (int Across, int Down) Samples(ReadOnlySpan<byte> components, int count)
    {
        var (across, down) = (1, 1);
        for (var i = 0; count > 1 && i < count && (3 * i) + 1 < components.Length; i++)
            (across, down) = (Math.Max(across, components[(3 * i) + 1] >> 4), Math.Max(down, components[(3 * i) + 1] & 15));
        return (across, down);
    }

    private static JpegSegments Finish(JpegSegments found, SortedDictionary<int, byte[]> profile, ReadOnlySpan<byte> scans) => found with
    {
        Profile = profile.Count == 0 ? null : [.. profile.Values.SelectMany(part => part)],
        Scans = found.Scans + scans.Count((ReadOnlySpan<byte>)[0xff, Scan]),
        HasEnd = scans.LastIndexOf((ReadOnlySpan<byte>)[0xff, End]) >= 0,
    };

    // Start-of-frame markers, without the tables (C4, CC) and the reserved one (C8) that lie between them.
    private static bool IsFrame(int marker) => marker is >= 0xc0 and <= 0xcf and not 0xc4 and not 0xc8 and not 0xcc;
}
