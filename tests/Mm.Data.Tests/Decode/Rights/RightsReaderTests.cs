using System.Diagnostics;
using System.Text;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Rights;

/// <summary>
/// What is read of rights by the decoder child, held against pictures that exiftool wrote: an independent hand that knows where each
/// format keeps what.
/// </summary>
public sealed class RightsReaderTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>, IDisposable
{
    private const string Exiftool = "/usr/bin/exiftool";

    private const string Packet = """
        <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
          xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
          xmlns:tdm="http://www.w3.org/ns/tdmrep#" xmlns:cc="http://creativecommons.org/ns#" tdm:reservation="1">
          <plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING</plus:DataMining>
          <cc:license rdf:resource="https://creativecommons.org/licenses/by-nc-sa/4.0/"/>
          <dc:creator><rdf:Seq><rdf:li>Philomena Gildersleeve</rdf:li></rdf:Seq></dc:creator>
          <dc:subject><rdf:Bag><rdf:li>meadow</rdf:li><rdf:li>noai</rdf:li></rdf:Bag></dc:subject>
        </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("gif")]
    [InlineData("tif")]
    [InlineData("avif")]
    public async Task Reservations_licence_and_creator_are_read_off_a_packet_of_xmp(string extension)
    {
        await File.WriteAllTextAsync(_folder["packet.xmp"], Packet, Cancel);
        var rights = await ReadAsync(await WrittenAsync(extension, $"-xmp<={_folder["packet.xmp"]}"));

        Assert.Equal(
            new MediaRights
            {
                HasCreator = true,
                Licence = "cc-by-nc-sa-4.0",
                DataMining = "prohibited-aiml-training",
                IsTdmReserved = true,
                SaysNoAi = true,
            },
            rights);
        Assert.True(rights.OptsOut);
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("jpg")]
    public async Task Single_tags_of_xmp_are_read_too(string extension)
    {
        var statement = "-XMP-xmpRights:WebStatement=http://creativecommons.org/publicdomain/zero/1.0/";
        var rights = await ReadAsync(await WrittenAsync(extension, statement, "-XMP-xmpRights:Marked=True", "-XMP-dc:Creator=A. Person"));
        Assert.Equal(new MediaRights { HasCopyright = true, HasCreator = true, Licence = "cc0-1.0" }, rights);
        Assert.False(rights.OptsOut);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("tif")]
    [InlineData("avif")]
    public async Task Artist_and_copyright_are_read_off_exif(string extension)
    {
        Assert.Equal(
            new MediaRights { HasCopyright = true, HasCreator = true },
            await ReadAsync(await WrittenAsync(extension, "-EXIF:Artist=A. Person", "-EXIF:Copyright=(c) A. Person")));
        Assert.Equal(
            new MediaRights { HasCopyright = true },
            await ReadAsync(await WrittenAsync(extension, "-EXIF:Copyright=(c) A. Person, all rights reserved")));
        Assert.Equal(new MediaRights(), await ReadAsync(await WrittenAsync(extension, "-EXIF:Artist= ", "-EXIF:Software=Editor 1")));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("tif")]
    public async Task By_line_notice_and_keywords_are_read_off_iptc(string extension) => Assert.Equal(
        new MediaRights { HasCopyright = true, HasCreator = true, SaysNoAi = true },
        await ReadAsync(await WrittenAsync(
            extension, "-IPTC:By-line=A. Person", "-IPTC:CopyrightNotice=(c) A. Person", "-IPTC:Keywords=meadow", "-IPTC:Keywords=NoAI")));

    [Theory]
    [InlineData("allowed", false)]
    [InlineData("notAllowed", true)]
    [InlineData("constrained", true)]
    public async Task Content_credentials_are_seen_and_a_use_that_they_do_not_allow(string use, bool forbids)
    {
        var store = Encoding.ASCII.GetBytes($"\0\0\0\u0020jumb\0\0\0\u0018jumdc2pa\0 c2pa.training-mining entries c2pa.ai_training use {use}");
        var jpeg = Pictures.Make(32, 24, ".save(out, 'JPEG')");
        var png = Pictures.Make(32, 24, ".save(out, 'PNG')");
        var expected = new MediaRights { HasC2pa = true, DoesC2paForbid = forbids };

        Assert.Equal(expected, await ReadAsync([.. jpeg[..2], .. Segment(0xeb, [.. "JP\0\u0001\0\0\0\u0001"u8, .. store]), .. jpeg[2..]]));
        Assert.Equal(expected, await ReadAsync([.. png[..33], .. PlainPng.Chunk("caBX", store), .. png[33..]]));
        Assert.Equal(forbids, expected.OptsOut);
    }

    [Fact]
    public async Task A_picture_that_says_nothing_has_no_rights_to_tell()
    {
        Assert.Equal(new MediaRights(), await ReadAsync(Pictures.Make(32, 24, ".save(out, 'JPEG')")));
        Assert.Equal(new MediaRights(), await ReadAsync(Pictures.Make(32, 24, ".save(out, 'PNG', pnginfo=None)")));
    }

    [Fact]
    public async Task A_damaged_packet_is_told_and_its_reservation_holds_all_the_same()
    {
        var rights = await ReadAsync(WithPacket(Packet[..Packet.IndexOf("</plus", StringComparison.Ordinal)]));
        Assert.True(rights is { IsUnreadable: true, DataMining.Length: > 0, OptsOut: true }, rights.ToString());
    }

    [Fact]
    public async Task Entities_and_depth_cost_nothing_and_are_told()
    {
        const string bomb = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>""";
        Assert.True((await ReadAsync(WithPacket(bomb))).IsUnreadable);
        Assert.True((await ReadAsync(WithPacket(string.Concat(Enumerable.Repeat("<x>", 5000))))).IsUnreadable);
    }

    /// <summary>Pictures from many cameras and programs: a creator or notice that exiftool finds is found here, and no other.</summary>
    [Fact]
    public async Task Creators_and_notices_of_real_files_are_those_that_exiftool_finds()
    {
        var corpus = Path.Combine(Checkout.Shared, "data", "exif-metadata");
        Assert.SkipUnless(Directory.Exists(corpus) && File.Exists(Exiftool), "needs shared/data/exif-metadata and exiftool");
        string[] creators = ["IFD0:Artist", "IPTC:By-line", "IPTC:By-lineTitle", "XMP-dc:Creator", "XMP-tiff:Artist", "PNG:Author", "IFD0:XPAuthor"];
        string[] notices =
            ["IFD0:Copyright", "IPTC:CopyrightNotice", "XMP-dc:Rights", "XMP-xmpRights:UsageTerms", "XMP-xmpRights:Owner", "PNG:Copyright"];
        var (read, wrong) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(corpus, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancel);
            if ((await decoder.Pool.ProbeAsync(bytes, Cancel)).Value is not { Rights: { } rights })
                continue;
            read++;
            var creator = await HasAnyAsync(file, creators);
            var notice = await HasAnyAsync(file, notices);
            if (rights.HasCreator != creator || (notice && !rights.HasCopyright))
                wrong.Add($"{Path.GetFileName(file)}: exiftool {creator} {notice}, here {rights}");
        }

        Assert.True(read > 0, "no picture could be read");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {read}:\n{string.Join('\n', wrong.Take(20))}");
    }

    private async Task<MediaRights> ReadAsync(byte[] encoded)
    {
        var facts = await decoder.Pool.ProbeAsync(encoded, Cancel);
        Assert.True(facts.Value is not null, facts.Reason);
        Assert.NotNull(facts.Value.Rights);
        return facts.Value.Rights;
    }

    private async Task<byte[]> WrittenAsync(string extension, params string[] tags)
    {
        Assert.SkipUnless(File.Exists(Exiftool), "needs exiftool");
        var path = _folder[$"picture.{extension}"];
        var format = extension switch { "jpg" => "JPEG", "tif" => "TIFF", _ => extension.ToUpperInvariant() };
        await File.WriteAllBytesAsync(path, extension == "avif" ? await AvifAsync() : Pictures.Make(48, 32, $".save(out, '{format}')"), Cancel);
        await RunAsync(Exiftool, ["-q", "-overwrite_original", .. tags, path]);
        return await File.ReadAllBytesAsync(path, Cancel);
    }

    private async Task<byte[]> AvifAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "needs ffmpeg");
        await RunAsync("/usr/bin/ffmpeg",
            ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=s=64x48", "-frames:v", "1", "-c:v", "libaom-av1", "-still-picture", "1",
                "-f", "avif", _folder["plain.avif"]]);
        return await File.ReadAllBytesAsync(_folder["plain.avif"], Cancel);
    }

    private static async Task<bool> HasAnyAsync(string file, string[] tags)
    {
        var start = new ProcessStartInfo(Exiftool, ["-q", "-s3", .. tags.Select(tag => "-" + tag), file]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return output.Trim().Length > 0;
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, errors);
    }

    private static byte[] WithPacket(string packet)
    {
        var jpeg = Pictures.Make(32, 24, ".save(out, 'JPEG')");
        return [.. jpeg[..2], .. Segment(0xe1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(packet)]), .. jpeg[2..]];
    }

    private static byte[] Segment(byte marker, byte[] body) =>
        [0xff, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];
}
