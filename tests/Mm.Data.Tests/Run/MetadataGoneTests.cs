using System.Buffers.Binary;
using System.Text;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>
/// No EXIF, XMP, IPTC, thumbnail, place, comment, colour profile or text chunk in anything that the release holds: what exiftool sees, and
/// what stands in the containers, each against a list of what may be there.
/// </summary>
public sealed class MetadataGoneTests(QuickstartRelease quickstart) : IDisposable
{
    /// <summary>The picture itself: sizes and codings. Anything else that exiftool names is metadata.</summary>
    private static readonly HashSet<string> _pictureTags =
    [
        .. "FileType FileTypeExtension MIMEType ImageWidth ImageHeight EncodingProcess BitsPerSample ColorComponents YCbCrSubSampling"
            .Split(' ').Select(name => $"File:{name}"),
        "JFIF:JFIFVersion", "JFIF:ResolutionUnit", "JFIF:XResolution", "JFIF:YResolution",
    ];

    private static readonly HashSet<string> _filmTags =
    [
        "File:FileType", "File:FileTypeExtension", "File:MIMEType", "Composite:AvgBitrate", "Composite:Rotation",
        .. ("MajorBrand MinorVersion CompatibleBrands MovieHeaderVersion CreateDate ModifyDate TimeScale Duration PreferredRate PreferredVolume "
            + "MatrixStructure PreviewTime PreviewDuration PosterTime SelectionTime SelectionDuration CurrentTime NextTrackID HandlerType "
            + "HandlerVendorID MediaDataSize MediaDataOffset").Split(' ').Select(name => $"QuickTime:{name}"),
        .. ("TrackHeaderVersion TrackCreateDate TrackModifyDate TrackID TrackDuration TrackLayer TrackVolume MatrixStructure ImageWidth ImageHeight "
            + "MediaHeaderVersion MediaCreateDate MediaModifyDate MediaTimeScale MediaDuration MediaLanguageCode HandlerType HandlerDescription "
            + "GraphicsMode OpColor CompressorID SourceImageWidth SourceImageHeight XResolution YResolution CompressorName BitDepth ColorProfiles "
            + "ColorPrimaries TransferCharacteristics MatrixCoefficients PixelAspectRatio BufferSize MaxBitrate AverageBitrate VideoFrameRate")
            .Split(' ').Select(name => $"Track1:{name}"),
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Privacy, "Rendered pictures carry no metadata.")]
    [Fact]
    public async Task Exiftool_sees_nothing_in_the_pictures_but_the_pictures()
    {
        var tags = await TagsAsync(Modality.Image);
        Assert.Empty(tags.Select(tag => tag.Tag).Distinct().Except(_pictureTags));
    }

    [Fact]
    public async Task Exiftool_sees_nothing_in_the_films_but_the_films()
    {
        var tags = await TagsAsync(Modality.Video);
        Assert.Empty(tags.Select(tag => tag.Tag).Distinct().Except(_filmTags));
        Assert.All(tags.Where(tag => tag.Tag.EndsWith("Date", StringComparison.Ordinal)), tag => Assert.Equal("0000:00:00 00:00:00", tag.Value));
    }

    [Fact]
    public async Task Sources_with_metadata_are_among_what_was_rendered()
    {
        var kept = (await quickstart.RowsAsync()).Select(row => row.Sample.SourceSha256).ToHashSet();
        Assert.All(["gps", "thumbnail", "xmp", "iptc", "icc", "comment", "maker-note"], role => Assert.Contains(
            quickstart.Expected, e => e.Roles.Contains(role) && kept.Contains(e.Sha256!)));
    }

    [Fact]
    public async Task A_picture_holds_only_the_segments_that_decode_it()
    {
        foreach (var row in await RowsAsync(Modality.Image))
        {
            Assert.Equal("jpg", row.Extension);
            Assert.Empty(ForeignSegments(row.Asset.Span));
        }
    }

    [Fact]
    public async Task A_film_holds_no_box_with_tags()
    {
        foreach (var row in await RowsAsync(Modality.Video))
        {
            Assert.Equal("mp4", row.Extension);
            Assert.Subset(new HashSet<string> { "ftyp", "moov", "free", "mdat" }, Boxes(row.Asset.Span).Select(box => box.Name).ToHashSet());
            var moov = Inside(row.Asset.Span, "moov");
            var tracks = Boxes(moov).Select(box => box.Name).ToArray();
            Assert.Equal(["mvhd", "trak"], tracks.Where(name => name != "udta"));

            // ffmpeg writes the shelf for tags even when it is bare: the list in it must have no entry.
            if (tracks.Contains("udta"))
                Assert.Empty(Boxes(Inside(Inside(Inside(moov, "udta"), "meta")[4..], "ilst")));
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<SampleRow>> RowsAsync(Modality modality)
    {
        var rows = (await quickstart.RowsAsync()).Select(row => row.Sample).Where(row => row.Modality == modality).ToArray();
        Assert.NotEmpty(rows);
        return rows;
    }

    private async Task<IReadOnlyList<(string Tag, string Value)>> TagsAsync(Modality modality)
    {
        foreach (var row in await RowsAsync(modality))
            await File.WriteAllBytesAsync(_folder[row.AssetPath], row.Asset.ToArray(), Cancel);
        return await Exiftool.TagsAsync(_folder.Path, Cancel);
    }

    /// <summary>
    /// Segments of a JPEG (ITU-T T.81, table B.1) other than those that decode it: APPn but a JFIF header without thumbnail, COM, and
    /// whatever stands behind the end.
    /// </summary>
    private static List<string> ForeignSegments(ReadOnlySpan<byte> jpeg)
    {
        const int JfifBytes = 16;
        var foreign = new List<string>();
        var at = 2;
        while (jpeg[at + 1] != 0xDA)
        {
            Assert.Equal(0xFF, jpeg[at]);
            var (marker, length) = (jpeg[at + 1], BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]));
            var plain = marker is 0xDB or 0xC4 or 0xC0 or 0xC1 or 0xC2 or 0xDD || (marker is 0xE0 && length == JfifBytes);
            if (!plain)
                foreign.Add($"{marker:X2} of {length} bytes");
            at += 2 + length;
        }

        var end = jpeg.LastIndexOf([(byte)0xFF, (byte)0xD9]);
        for (var i = at + 2; i < end; i++)
        {
            if (jpeg[i] == 0xFF && (jpeg[i + 1] is >= 0xE0 and <= 0xEF or 0xFE or 0xD9))
                foreign.Add($"{jpeg[i + 1]:X2} between the scans");
        }

        if (end != jpeg.Length - 2)
            foreign.Add("bytes behind the end");
        return foreign;
    }

    /// <summary>Boxes of ISO/IEC 14496-12 that follow one another.</summary>
    private static List<(string Name, int From, int Bytes)> Boxes(ReadOnlySpan<byte> bytes)
    {
        var boxes = new List<(string, int, int)>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            Assert.InRange(length, 8, bytes.Length - at);
            boxes.Add((Encoding.ASCII.GetString(bytes.Slice(at + 4, 4)), at + 8, length - 8));
            at += length;
        }

        return boxes;
    }

    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> bytes, string name)
    {
        var box = Assert.Single(Boxes(bytes), box => box.Name == name);
        return bytes.Slice(box.From, box.Bytes);
    }
}
