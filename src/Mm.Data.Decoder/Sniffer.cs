using System.Buffers.Binary;

namespace Mm.Data.Decoder;

/// <summary>Tells containers apart by their magic bytes. Looks at no more than <see cref="WindowBytes"/>, allocates nothing.</summary>
public static class Sniffer
{
    /// <summary>Leading bytes that suffice to sniff; more are ignored.</summary>
    public const int WindowBytes = 4096;

    private const int IsoBrandsAt = 16;

    public static Container Sniff(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, WindowBytes)];
        return Picture(start) is var picture and not Container.Unknown ? picture
            : Iso(start) is var iso and not Container.Unknown ? iso
            : Sound(start) is var sound and not Container.Unknown ? sound
            : IsPlaylist(start) ? Container.Playlist
            : Container.Unknown;
    }

    private static Container Picture(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) => Container.Jpeg,
        _ when start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]) => Container.Png,
        _ when start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8) => Container.Gif,
        _ when IsRiff(start, "WEBP"u8) => Container.Webp,
        _ when start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) => Container.Tiff,
        _ when start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8) => Container.Tiff,
        _ when IsBmp(start) => Container.Bmp,
        _ => Container.Unknown,
    };

    private static Container Sound(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith((ReadOnlySpan<byte>)[0x1a, 0x45, 0xdf, 0xa3]) => Container.Matroska,
        _ when IsRiff(start, "AVI "u8) => Container.Avi,
        _ when IsRiff(start, "WAVE"u8) => Container.Wav,
        _ when start.StartsWith("OggS"u8) => Container.Ogg,
        _ when start.StartsWith("fLaC"u8) => Container.Flac,
        _ when start.StartsWith("ID3"u8) || IsMp3Frame(start) => Container.Mp3,
        _ => Container.Unknown,
    };

    private static bool IsRiff(ReadOnlySpan<byte> start, ReadOnlySpan<byte> form) =>
        start.Length >= 12 && (start.StartsWith("RIFF"u8) || start.StartsWith("RF64"u8)) && start.Slice(8, 4).SequenceEqual(form);

    // "BM" alone begins many texts: the header's own length must be one of those that exist.
    private static bool IsBmp(ReadOnlySpan<byte> start) =>
        start.Length >= 26
        && start.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(start[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <summary>ISO base media files: brands tell pictures (AVIF, HEIC) from films. Old QuickTime files have no brand box.</summary>
    private static Container Iso(ReadOnlySpan<byte> start)
    {
        if (start.Length < 12)
            return Container.Unknown;
        var box = start.Slice(4, 4);
        if (!box.SequenceEqual("ftyp"u8))
        {
            return box.SequenceEqual("moov"u8) || box.SequenceEqual("mdat"u8) || box.SequenceEqual("wide"u8)
                ? Container.Mp4
                : Container.Unknown;
        }


        var major = start.Slice(8, 4);
        if (IsAvif(major))
            return Container.Avif;
        if (!IsHeif(major))
            return Container.Mp4;

        // A general picture brand ("mif1") says by its compatible brands which codec it holds.
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start), (uint)start.Length);
        for (var at = IsoBrandsAt; at + 4 <= end; at += 4)
        {
            if (IsAvif(start.Slice(at, 4)))
                return Container.Avif;
        }

        return Container.Heic;
    }

    private static bool IsAvif(ReadOnlySpan<byte> brand) => brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8);

    private static bool IsHeif(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8)
        || brand.SequenceEqual("hevc"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8);

    // MPEG audio layer III frame header: sync, no reserved version, bit rate or sample rate.
    private static bool IsMp3Frame(ReadOnlySpan<byte> start) =>
        start.Length >= 4
        && start[0] == 0xff
        && (start[1] & 0xe0) == 0xe0
        && (start[1] & 0x18) != 0x08
        && (start[1] & 0x06) == 0x02
        && (start[2] & 0xf0) is not 0xf0 and not 0
        && (start[2] & 0x0c) != 0x0c;

    private static bool IsPlaylist(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
            start = start[3..];
        var text = start.TrimStart(" \t\r\n"u8);
        return text.StartsWith("#EXTM3U"u8) || text.StartsWith("#EXTINF"u8) || text.StartsWith("#EXT-X-"u8)
            || text.StartsWith("ffconcat"u8)
            || StartsWithAnyCase(text, "[playlist]"u8) || StartsWithAnyCase(text, "[reference]"u8)
            || text.StartsWith("RTSPtext"u8) || text.StartsWith("SMILtext"u8)
            || (text.StartsWith("v=0"u8) && text.IndexOf("\no="u8) >= 0)
            || (text.StartsWith("<"u8) && IsXmlManifest(text))
            || (text.StartsWith("file "u8) && text.IndexOfAny((byte)'\'', (byte)'/') > 0);
    }

    private static bool IsXmlManifest(ReadOnlySpan<byte> text) =>
        text.IndexOf("<MPD"u8) >= 0 || text.IndexOf("<smil"u8) >= 0 || text.IndexOf("<SmoothStreamingMedia"u8) >= 0
        || text.IndexOf("<playlist"u8) >= 0 || text.IndexOf("<asx"u8) >= 0 || text.IndexOf("<ASX"u8) >= 0
        || text.IndexOf("<manifest"u8) >= 0;

    private static bool StartsWithAnyCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length < lower.Length)
            return false;
        for (var i = 0; i < lower.Length; i++)
        {
            if ((text[i] | (char.IsAsciiLetter((char)text[i]) ? 0x20 : 0)) != lower[i])
                return false;
        }

        return true;
    }
}
