using System.Text;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class RenderTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private const string Face = "d.ellipse([60, 50, 110, 120], fill=(240, 200, 170)); d.ellipse([70, 70, 80, 80], fill=(0, 0, 0))\n";
    private static readonly FillRegion Region = new("face", 60 / 320f, 50 / 240f, 51 / 320f, 71 / 240f);

    [Theory]
    [InlineData("jpeg", 0)]
    [InlineData("png", 0)]
    [InlineData("jpeg", 100)]
    [InlineData("png", 77)]
    public async Task Nothing_inside_a_filled_region_reaches_the_output(string format, int sideMax)
    {
        var scene = Pictures.Scene(320, 240);
        var face = Pictures.Pillow(scene + Face + "im.save(out, 'PNG')");
        var other = Pictures.Pillow(scene + Face.Replace("(0, 0, 0)", "(9, 99, 199)", StringComparison.Ordinal) + "im.save(out, 'PNG')");
        var request = new RenderRequest { Fill = [Region], ImageFormat = format, SideMax = sideMax };

        var one = await decoder.RenderAsync(face, request);
        var two = await decoder.RenderAsync(other, request);
        var unfilled = await decoder.RenderAsync(other, request with { Fill = [] });

        Assert.Equal(one.Bytes.ToArray(), two.Bytes.ToArray());
        Assert.NotEqual(two.Bytes.ToArray(), unfilled.Bytes.ToArray());
    }

    [Fact]
    public async Task A_filled_region_is_one_colour_and_the_rest_is_untouched()
    {
        var source = Pictures.Pillow(Pictures.Scene(320, 240) + Face + "im.save(out, 'PNG')");

        var render = await decoder.RenderAsync(source, new RenderRequest { Fill = [Region], ImageFormat = "png" });

        // 60..111 x 50..121 on the 16-pixel grid is 48..112 x 48..128.
        var expected = Pictures.Pillow(
            Pictures.Scene(320, 240) + Face + "d.rectangle([48, 48, 111, 127], fill=(127, 127, 127)); out.write(im.tobytes())");
        Assert.Equal(expected, Pictures.Reopen(render.Bytes.ToArray(), "out.write(im.tobytes())"));
    }

    [Fact]
    public async Task A_region_that_reaches_over_the_edge_is_cut()
    {
        var source = Pictures.Make(50, 50, ".save(out, 'PNG')");

        var request = new RenderRequest { Fill = [new("face", -1, -1, 3, 3)], ImageFormat = "png" };
        var render = await decoder.RenderAsync(source, request);

        Assert.All(Pictures.Reopen(render.Bytes.ToArray(), "out.write(im.tobytes())"), sample => Assert.Equal(127, sample));
    }

    [Theory]
    [InlineData("jpeg", "jpg")]
    [InlineData("png", "png")]
    public async Task No_metadata_of_any_kind_survives(string format, string extension)
    {
        var source = Pictures.Pillow(Pictures.Scene(200, 100) + """
            exif = Image.Exif()
            exif[0x010e] = 'SECRET-TITLE'
            exif[0x8825] = {1: 'N', 2: (52.0, 31.0, 12.0), 29: 'SECRET-GPS'}; exif[0x0112] = 6
            profile = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()
            b = io.BytesIO()
            im.save(b, 'JPEG', exif=exif, icc_profile=profile, comment=b'SECRET-COMMENT')
            j = b.getvalue()
            xmp = b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>'
            out.write(j[:2] + b'\xff\xe1' + (len(xmp) + 2).to_bytes(2, 'big') + xmp + j[2:])
            """);

        var render = await decoder.RenderAsync(source, new RenderRequest { ImageFormat = format });

        Assert.Equal(extension, render.Extension);
        Assert.Equal((100, 200), (render.Width, render.Height));
        var text = Encoding.Latin1.GetString(render.Bytes.Span);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ICC_PROFILE", text, StringComparison.Ordinal);
        Assert.Empty(Segments(render.Bytes.ToArray(), format));
    }

    [Fact]
    public async Task Exiftool_finds_nothing_but_the_picture_itself()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/exiftool"), "needs exiftool");
        var source = Pictures.Make(64, 64, $".save(out, 'JPEG', {Pictures.Orientation(3)})");
        var render = await decoder.RenderAsync(source, new RenderRequest());

        var report = await Pictures.RunAsync("/usr/bin/exiftool", ["-G0", "-s", "-"], render.Bytes.ToArray());

        var groups = Encoding.UTF8.GetString(report).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[1..line.IndexOf(']')])
            .Distinct();
        Assert.Subset(new HashSet<string> { "ExifTool", "File", "JFIF", "Composite" }, groups.ToHashSet());
    }

    [Fact]
    public async Task The_same_request_gives_the_same_bytes()
    {
        var source = Pictures.Make(333, 222, ".save(out, 'WEBP')");
        var request = new RenderRequest { Fill = [Region], SideMax = 200, ImageQuality = 80 };

        Assert.Equal(
            (await decoder.RenderAsync(source, request)).Bytes.ToArray(),
            (await decoder.RenderAsync(source, request)).Bytes.ToArray());
    }

    [Theory]
    [InlineData(0, 320, 240)]
    [InlineData(1000, 320, 240)]
    [InlineData(160, 160, 120)]
    public async Task A_picture_is_made_smaller_but_never_larger(int sideMax, int width, int height)
    {
        var render = await decoder.RenderAsync(Pictures.Make(320, 240, ".save(out, 'PNG')"), new RenderRequest { SideMax = sideMax });

        Assert.Equal((width, height), (render.Width, render.Height));
        Assert.Equal(
            $"({width}, {height})",
            Encoding.ASCII.GetString(Pictures.Reopen(render.Bytes.ToArray(), "out.write(repr(im.size).encode())")));
    }

    [Fact]
    public async Task An_animated_picture_is_rendered_as_its_first_frame()
    {
        var gif = Pictures.Make(40, 30, ".save(out, 'GIF', save_all=True, append_images=[Image.new('RGB', (40, 30), (1, 2, 3))])");

        var render = await decoder.RenderAsync(gif, new RenderRequest { ImageFormat = "png" });

        Assert.Equal(
            Pictures.Reopen(gif, "out.write(im.convert('RGB').tobytes())"),
            Pictures.Reopen(render.Bytes.ToArray(), "out.write(im.tobytes())"));
    }

    /// <summary>
    /// Carriers of metadata: every JPEG segment but the first APP0 and those that decode, every PNG chunk but those that
    /// decode.
    /// </summary>
    private static List<string> Segments(byte[] file, string format)
    {
        var found = new List<string>();
        if (format == "png")
        {
            for (var at = 8; at + 8 <= file.Length; at += 12 + (file[at] << 24 | file[at + 1] << 16 | file[at + 2] << 8 | file[at + 3]))
                found.Add(Encoding.ASCII.GetString(file, at + 4, 4));
            return [.. found.Except(["IHDR", "IDAT", "IEND", "pHYs"])];
        }

        for (var at = 2; file[at + 1] != 0xda; at += 2 + (file[at + 2] << 8 | file[at + 3]))
            found.Add($"{file[at + 1]:x2}");
        return [.. found.Except(["e0", "db", "c0", "c2", "c4", "dd"])];
    }
}
