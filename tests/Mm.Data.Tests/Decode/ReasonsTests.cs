using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>What cannot be decoded says why, by a code.</summary>
public sealed class ReasonsTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    [Theory]
    [InlineData("JPEG", 0.5)]
    [InlineData("JPEG", 0.98)]
    [InlineData("JPEG", 0.02)]
    [InlineData("PNG", 0.5)]
    [InlineData("GIF", 0.5)]
    [InlineData("WEBP", 0.5)]
    [InlineData("TIFF", 0.5)]
    public async Task A_file_that_ends_early_is_truncated(string format, double kept)
    {
        var whole = Pictures.Make(320, 240, $".save(out, '{format}')");

        Assert.Equal(DecodeReasons.Truncated, await ReasonAsync(whole[..(int)(whole.Length * kept)]));
    }

    [Fact]
    public async Task A_JPEG_whose_scan_was_cut_before_its_end_marker_is_truncated()
    {
        var whole = Pictures.Make(320, 240, ".save(out, 'JPEG')");

        Assert.Equal(DecodeReasons.Truncated, await ReasonAsync([.. whole[..(whole.Length / 2)], 0xff, 0xd9]));
    }

    [Fact]
    public async Task A_PNG_with_damaged_pixels_is_corrupt()
    {
        var png = Pictures.Make(320, 240, ".save(out, 'PNG')");
        png.AsSpan(png.Length / 2, 200).Fill(0x55);

        Assert.Equal(DecodeReasons.Corrupt, await ReasonAsync(png));
    }

    [Fact]
    public async Task The_verdict_on_a_file_does_not_depend_on_the_one_before()
    {
        var whole = Pictures.Make(320, 240, ".save(out, 'JPEG')");
        var damaged = whole.ToArray();
        damaged.AsSpan(160, 400).Fill(0x11);

        for (var i = 0; i < 2 * decoder.Pool.Width; i++)
        {
            Assert.NotNull(await ReasonAsync(damaged));
            Assert.Null(await ReasonAsync(whole));
        }
    }

    [Fact]
    public async Task No_bytes_are_an_empty_asset() => Assert.Equal(DecodeReasons.Empty, await ReasonAsync([]));

    [Theory]
    [InlineData("Dear reader, this is a text.")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("BM is how this sentence begins, and it is long enough to be a header.")]
    public async Task A_text_is_not_media(string text) =>
        Assert.Equal(DecodeReasons.Unsupported, await ReasonAsync(System.Text.Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")]
    [InlineData("ffconcat version 1.0\nfile '/etc/passwd'\n")]
    [InlineData("\ufeff[playlist]\nFile1=/etc/passwd\n")]
    [InlineData("v=0\no=- 0 0 IN IP4 127.0.0.1\n")]
    [InlineData("<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'/>")]
    public async Task A_playlist_is_not_followed(string text) =>
        Assert.Equal(DecodeReasons.Playlist, await ReasonAsync(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_still_that_needs_more_memory_than_a_child_has_is_a_verdict()
    {
        await using var pool = new DecoderPool(
            new DecodeOptions { MegapixelsMax = 200, MemoryMib = 256, Cores = decoder.OneCore }, TimeProvider.System);
        var large = Pictures.Pillow("Image.new('RGB', (12000, 12000)).save(out, 'PNG')");

        var views = await pool.ViewsAsync(large, new ViewsRequest { Specs = [new(8, 8)] }, TestContext.Current.CancellationToken);

        Assert.Contains(views.Reason, (string[])[DecodeReasons.OutOfMemory, DecodeReasons.Crashed]);
    }

    private async Task<string?> ReasonAsync(byte[] encoded) =>
        (await decoder.Pool.ViewsAsync(encoded, new ViewsRequest { Specs = [new(8, 8)] }, TestContext.Current.CancellationToken)).Reason;
}
