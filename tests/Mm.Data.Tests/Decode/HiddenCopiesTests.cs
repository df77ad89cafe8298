using System.Text;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>
/// Second copies of a picture, hidden wherever a format has room for one (hidden_copies.py says where): thumbnails, previews, further
/// pictures, frames and pages, what transparency covers, what lies behind the end. A picture with one becomes the same file as the
/// picture without.
/// </summary>
public sealed class HiddenCopiesTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>, IDisposable
{
    /// <summary>The picture itself: sizes and codings. Anything else that exiftool names is metadata.</summary>
    private static readonly HashSet<string> _pictureTags =
    [
        .. "FileType FileTypeExtension MIMEType ImageWidth ImageHeight EncodingProcess BitsPerSample ColorComponents YCbCrSubSampling"
            .Split(' ').Select(name => $"File:{name}"),
        "JFIF:JFIFVersion", "JFIF:ResolutionUnit", "JFIF:XResolution", "JFIF:YResolution",
        .. "ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace".Split(' ').Select(name => $"PNG:{name}"),
        "PNG-pHYs:PixelsPerUnitX", "PNG-pHYs:PixelsPerUnitY", "PNG-pHYs:PixelUnits",
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Promise(PromiseAttribute.Privacy, "Hidden copies (thumbnails, trailers, further frames) leave no byte.")]
    [Theory]
    [InlineData("jpeg", 0)]
    [InlineData("png", 0)]
    [InlineData("jpeg", 50)]
    public async Task A_picture_with_a_hidden_copy_becomes_the_same_file_as_without(string format, int sideMax)
    {
        var cases = await CasesAsync();
        Assert.True(cases.Count >= 35, $"only {cases.Count} cases");
        foreach (var (name, word) in cases)
        {
            var hidden = await File.ReadAllBytesAsync(_folder[$"in/{name}.hidden"], Cancel);
            var request = new RenderRequest { ImageFormat = format, SideMax = sideMax };
            var plain = await decoder.RenderAsync(await File.ReadAllBytesAsync(_folder[$"in/{name}.plain"], Cancel), request);
            var output = await decoder.RenderAsync(hidden, request);

            Assert.True(plain.Bytes.Span.SequenceEqual(output.Bytes.Span), $"{name} becomes another file than the picture without");
            Assert.True(Holds(hidden, word), $"{name} does not hold what it should hide");
            Assert.False(Holds(output.Bytes.Span, word), $"{name} still holds its word");
            Assert.Equal(1, Starts(output.Bytes.Span, [0xff, 0xd8, 0xff]) + Starts(output.Bytes.Span, [0x89, (byte)'P', (byte)'N', (byte)'G']));
        }
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public async Task Exiftool_finds_in_the_outputs_nothing_but_the_pictures(string format)
    {
        Directory.CreateDirectory(_folder["out"]);
        foreach (var (name, _) in await CasesAsync())
        {
            var hidden = await File.ReadAllBytesAsync(_folder[$"in/{name}.hidden"], Cancel);
            var output = await decoder.RenderAsync(hidden, new RenderRequest { ImageFormat = format });
            await File.WriteAllBytesAsync(_folder[$"out/{name}.{output.Extension}"], output.Bytes.ToArray(), Cancel);
        }

        var tags = await Exiftool.TagsAsync(_folder["out"], Cancel);
        Assert.NotEmpty(tags);
        Assert.Empty(tags.Select(tag => tag.Tag).Distinct().Except(_pictureTags));
    }

    /// <summary>The same picture, stored in eight ways, in every format that has a place to say so.</summary>
    [Theory]
    [InlineData("JPEG", "quality=100, subsampling=0, exif=e")]
    [InlineData("PNG", "exif=e")]
    [InlineData("WEBP", "lossless=True, exif=e")]
    [InlineData("TIFF", "tiffinfo={274: o}")]
    public async Task All_eight_orientations_come_out_upright(string format, string save)
    {
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var script = Pictures.Scene(90, 60) + $"o = {orientation}\ne = dict({Pictures.Orientation(orientation)})['exif']\n";
            var source = Pictures.Pillow(script + $"im.save(out, '{format}', {save})");
            var turn = $$"""
                turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
                im = im.transpose(list(Image.Transpose)[turns[{{orientation}}]]) if {{orientation}} > 1 else im
                out.write(im.tobytes())
                """;
            var expected = format == "JPEG" ? Pictures.Reopen(source, turn) : Pictures.Pillow(Pictures.Scene(90, 60) + turn);
            var output = await decoder.RenderAsync(source, new RenderRequest { ImageFormat = "png" });

            Assert.Equal(orientation >= 5 ? (60, 90) : (90, 60), (output.Width, output.Height));
            Assert.Equal(expected, Pictures.Reopen(output.Bytes.ToArray(), "out.write(im.convert('RGB').tobytes())"));
        }
    }

    private async Task<List<(string Name, string Word)>> CasesAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/exiftool") && File.Exists("/usr/bin/ffmpeg"), "needs exiftool and ffmpeg");
        Directory.CreateDirectory(_folder["in"]);
        Pictures.PillowFile(Path.Combine(Checkout.Root, "tests", "Mm.Data.Tests", "Decode", "hidden_copies.py"), _folder["in"]);
        return [.. (await File.ReadAllLinesAsync(_folder["in/cases.txt"], Cancel)).Select(line => (line.Split(' ')[0], line.Split(' ')[1]))];
    }

    private static bool Holds(ReadOnlySpan<byte> bytes, string word) => bytes.IndexOf(Encoding.ASCII.GetBytes(word)) >= 0;

    private static int Starts(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> mark)
    {
        var count = 0;
        for (int at; (at = bytes.IndexOf(mark)) >= 0; bytes = bytes[(at + 1)..])
            count++;
        return count;
    }
}
