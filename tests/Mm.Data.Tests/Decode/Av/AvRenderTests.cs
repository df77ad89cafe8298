using System.Text;
using Mm.Data.Decoder;
using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

public sealed class AvRenderTests : IDisposable
{
    private static readonly string[] _harmlessTags =
    [
        "TAG:language", "TAG:handler_name", "TAG:vendor_id", "TAG:encoder", "TAG:major_brand", "TAG:minor_version", "TAG:compatible_brands",
    ];

    private const int Width = 128;
    private const int Height = 96;
    private const string Black = "-f lavfi -i color=black:s=128x96:r=10:d=3";
    private const string Encode = "-c:v libx264 -preset ultrafast -c:a aac";

    private readonly Clips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Fills_cover_their_pixels_in_their_frames_only()
    {
        var film = _clips.Make("film.mp4", $"{Black} {Encode}");
        var result = await RenderAsync(film, Container.Mp4, Fill(new FillRegion("face", 0.25f, 0.25f, 0.25f, 0.25f, 1, 2)));
        var luma = _clips.Luma(_clips.Save(result));

        Assert.Equal(30 * Width * Height, luma.Length);
        for (var frame = 0; frame < 30; frame++)
        {
            Assert.Equal(frame is >= 10 and <= 20, Pixel(luma, frame, 40, 30) > 100);
            Assert.Equal(frame is >= 10 and <= 20, Pixel(luma, frame, 33, 17) > 100); // snapped outward to the grid: 32 to 64, 16 to 48
            Assert.InRange(Pixel(luma, frame, 80, 30), 0, 20);
            Assert.InRange(Pixel(luma, frame, 40, 60), 0, 20);
        }
    }

    [Fact]
    public async Task A_region_at_the_time_of_a_view_covers_that_frame()
    {
        // 1/3 s and its like have no exact float: the fill must not lose the frame to rounding.
        var film = _clips.Make("film.mp4", $"-f lavfi -i color=black:s=128x96:r=30000/1001:d=3 {Encode}");
        var views = await AvViews.RunAsync(
            film, Container.Mp4, new ViewsRequest { Specs = [new ViewSpec(16, 16)], FrameEverySeconds = 1 / 3.0 }, _clips.Limits, Cancel);
        var times = views.Value!.Views.Select(view => (double)view.TimeSeconds).ToList();
        var regions = times.Select(time => new FillRegion("face", 0, 0, 0.5f, 0.5f, time, time)).ToArray();
        var luma = _clips.Luma(_clips.Save(await RenderAsync(film, Container.Mp4, Fill(regions))));

        var filled = Enumerable.Range(0, luma.Length / (Width * Height)).Where(frame => Pixel(luma, frame, 8, 8) > 100);
        Assert.Equal(times.Select(time => (int)Math.Round(time * 30000 / 1001)), filled);
    }

    [Theory]
    [InlineData("ffv1", "yuv420p", "mkv", Container.Matroska, 0)]
    [InlineData("ffv1", "yuv444p", "mkv", Container.Matroska, 0)]
    [InlineData("ffv1", "yuv444p", "mkv", Container.Matroska, 100)]
    [InlineData("ffv1", "yuv420p", "mkv", Container.Matroska, 70)]
    [InlineData("ffv1", "bgr0", "avi", Container.Avi, 100)]
    [InlineData("ffv1", "yuv422p10le", "mkv", Container.Matroska, 100)]
    public async Task What_lies_inside_a_fill_never_reaches_the_output(
        string codec, string format, string extension, Container container, int sideMax)
    {
        // Only the pixels from (33, 17) to (77, 59) differ: none of these is on the grid.
        var region = new FillRegion("face", 33f / Width, 17f / Height, 44f / Width, 42f / Height);
        var outputs = new List<byte[]>();
        foreach (var (name, inside) in ((string, string)[])[("one", "red"), ("two", "yellow")])
        {
            var film = _clips.Make(
                $"{name}.{extension}",
                $"-f lavfi -i testsrc2=s=128x96:r=10:d=1,format=gbrp,"
                + $"geq=r='{Inside(inside, "r")}':g='{Inside(inside, "g")}':b='{Inside(inside, "b")}'"
                + $" -pix_fmt {format} -sws_flags neighbor -c:v {codec}");
            outputs.Add((await RenderAsync(film, container, Fill(region) with { SideMax = sideMax })).Bytes.ToArray());
        }

        Assert.NotEmpty(outputs[0]);
        Assert.Equal(outputs[0], outputs[1]);
    }

    [Fact]
    public async Task Nothing_of_the_sources_metadata_is_left()
    {
        var film = Planted();
        Assert.Contains(Clips.Secret, Encoding.Latin1.GetString(File.ReadAllBytes(film)), StringComparison.Ordinal);
        Assert.Contains("rotation", Clips.Probe(film, "-show_streams"), StringComparison.Ordinal);
        Assert.NotEmpty(Lines(Clips.Probe(film, "-of csv=p=0 -show_chapters")));

        var saved = _clips.Save(await RenderAsync(film, Container.Mp4, new RenderRequest { Sound = SoundPolicy.Keep }));
        var bytes = Encoding.Latin1.GetString(File.ReadAllBytes(saved));

        Assert.DoesNotContain(Clips.Secret, bytes, StringComparison.Ordinal);
        Assert.DoesNotContain(Clips.Place, bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("x264 - core", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("Lavf", bytes, StringComparison.Ordinal);
        Assert.DoesNotMatch("Lavc[0-9]", bytes);
        Assert.Equal(["video", "audio"], Lines(Clips.Probe(saved, "-of csv=p=0 -show_entries stream=codec_type")));
        Assert.Empty(Lines(Clips.Probe(saved, "-of csv=p=0 -show_chapters")));
        Assert.DoesNotContain("rotation", Clips.Probe(saved, "-show_streams"), StringComparison.Ordinal);
        Assert.All(
            Lines(Clips.Probe(saved, "-of default=nk=0:nw=1 -show_entries stream_tags:format_tags")),
            tag => Assert.Contains(
                tag[..tag.IndexOf('=', StringComparison.Ordinal)],
                _harmlessTags));
    }

    [Fact]
    public async Task A_rotated_film_is_written_upright_and_short_enough()
    {
        var result = await RenderAsync(Planted(), Container.Mp4, new RenderRequest { SideMax = 64 });

        Assert.Equal((Modality.Video, "mp4", 48, 64), (result.Modality, result.Extension, result.Width, result.Height));
        Assert.Equal(3, result.DurationSeconds, 2);
    }

    [Fact]
    public async Task Fills_lie_on_the_upright_picture()
    {
        var saved = _clips.Save(await RenderAsync(Planted(), Container.Mp4, Fill(new FillRegion("face", 0, 0, 0.5f, 0.25f))));
        var frame = _clips.Luma(saved).AsSpan(0, Width * Height);

        Assert.InRange(frame[(31 * Height) + 47], 100, 150); // 96 wide and 128 high, filled up to 48 and 32
        Assert.InRange(frame[(31 * Height) + 60], 0, 20);
        Assert.InRange(frame[(45 * Height) + 47], 0, 20);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_bytes()
    {
        var film = Planted();
        var request = Fill(new FillRegion("face", 0.1f, 0.1f, 0.3f, 0.3f, 0.5, 1.5)) with { Sound = SoundPolicy.Keep, SideMax = 100 };

        var once = await RenderAsync(film, Container.Mp4, request);
        var again = await RenderAsync(film, Container.Mp4, request);

        Assert.Equal(once.Bytes.ToArray(), again.Bytes.ToArray());
    }

    [Fact]
    public async Task Uneven_frame_times_are_kept()
    {
        var film = _clips.Make(
            "film.mkv", "-f lavfi -i testsrc2=s=128x96:r=10:d=3 -vf select='not(mod(n,3))+eq(n,1)' -fps_mode vfr -c:v ffv1");
        var saved = _clips.Save(await RenderAsync(film, Container.Matroska, new RenderRequest()));

        var times = Lines(Clips.Probe(saved, "-of csv=p=0 -show_entries frame=pts_time")).Select(line => double.Parse(line.Trim(',')));
        Assert.Equal([0, 0.1, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7], times);
    }

    [Fact]
    public async Task Thousands_of_regions_are_handled()
    {
        var film = _clips.Make("film.mp4", $"{Black} {Encode}");
        var regions = Enumerable.Range(0, 2000)
            .Select(i => new FillRegion("face", i % 8 / 8f, i / 8 % 6 / 6f, 0.1f, 0.1f, i / 1000.0, (i / 1000.0) + 0.01))
            .ToArray();

        Assert.Equal(Width, (await RenderAsync(film, Container.Mp4, Fill(regions))).Width);
    }

    [Theory]
    [InlineData(SoundPolicy.Remove, 1)]
    [InlineData(SoundPolicy.Keep, 2)]
    public async Task Sound_of_a_film_follows_the_policy(SoundPolicy policy, int streams)
    {
        var saved = _clips.Save(await RenderAsync(Planted(), Container.Mp4, new RenderRequest { Sound = policy }));

        Assert.Equal(streams, Lines(Clips.Probe(saved, "-of csv=p=0 -show_entries stream=index")).Length);
    }

    [Fact]
    public async Task Sound_alone_is_refused_where_sound_goes()
    {
        var song = _clips.Make("song.mp3", "-f lavfi -i sine=d=1 -c:a libmp3lame");

        var made = await AvRender.RunAsync(song, Container.Mp3, new RenderRequest(), _clips.Limits, Cancel);
        Assert.Equal("render.sound-removed", made.Reason);
    }

    [Theory]
    [InlineData("mp3", "-map 0 -map 1 -c:a libmp3lame -c:v copy -disposition:v attached_pic", Container.Mp3, 44100)]
    [InlineData("flac", "-map 0 -map 1 -ar 96000 -c:a flac -c:v copy -disposition:v attached_pic", Container.Flac, 48000)]
    [InlineData("ogg", "-map 0 -c:a libvorbis", Container.Ogg, 44100)]
    [InlineData("wav", "-map 0 -ar 8000 -c:a pcm_u8", Container.Wav, 8000)]
    [InlineData("m4a", "-map 0 -ac 6 -c:a aac", Container.Mp4, 44100)]
    public async Task Sound_is_written_without_tags_and_cover(string extension, string coding, Container container, int rateHz)
    {
        var cover = _clips.Make("cover.jpg", $"-f lavfi -i testsrc2=s=64x64:d=1 -frames:v 1 -metadata comment={Clips.Secret}");
        var tags = $"-metadata title={Clips.Secret} -metadata artist={Clips.Secret}";
        var song = _clips.Make($"song.{extension}", $"-f lavfi -i sine=d=2:r=44100 -i {cover} {coding} {tags}");
        var result = await RenderAsync(song, container, new RenderRequest { Sound = SoundPolicy.Keep });
        var saved = _clips.Save(result);

        Assert.Equal((Modality.Audio, "flac"), (result.Modality, result.Extension));
        Assert.InRange(result.DurationSeconds, 1.95, 2.1);
        Assert.DoesNotContain(Clips.Secret, Encoding.Latin1.GetString(result.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal(
            [$"flac,s16,{rateHz}"], Lines(Clips.Probe(saved, "-of csv=p=0 -show_entries stream=codec_name,sample_fmt,sample_rate")));
        Assert.Empty(Lines(Clips.Probe(saved, "-of csv=p=0 -show_entries stream_tags:format_tags")));
    }

    [Fact]
    public async Task An_output_beyond_its_limit_is_a_verdict()
    {
        var film = _clips.Make("film.mp4", $"-f lavfi -i testsrc2=s=128x96:r=10:d=3 {Encode}");

        var made = await AvRender.RunAsync(film, Container.Mp4, new RenderRequest(), _clips.Limits with { OutputBytesMax = 5000 }, Cancel);
        Assert.Equal("decode.too-large", made.Reason);
    }

    [Fact]
    public async Task A_film_cut_in_its_middle_is_not_rendered()
    {
        var film = _clips.Make("film.mp4", $"-f lavfi -i testsrc2=s=128x96:r=10:d=3 {Encode} -movflags +faststart");

        var made = await AvRender.RunAsync(_clips.Cut(film, "cut.mp4", 0.7), Container.Mp4, new RenderRequest(), _clips.Limits, Cancel);
        Assert.Equal("decode.truncated", made.Reason);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<RenderResult> RenderAsync(string path, Container container, RenderRequest request)
    {
        var made = await AvRender.RunAsync(path, container, request, _clips.Limits, Cancel);
        Assert.Null(made.Reason);
        return made.Value!;
    }

    private static RenderRequest Fill(params FillRegion[] regions) => new() { Fill = regions };

    private static int Pixel(byte[] luma, int frame, int x, int y) => luma[(((frame * Height) + y) * Width) + x];

    private static string Inside(string colour, string plane)
    {
        var value = plane == "r" || (plane == "g" && colour == "yellow") ? 255 : 0;
        return $"if(between(X,33,76)*between(Y,17,58),{value},{plane}(X,Y))";
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A rotated film with title, place, dates, chapter, subtitles and sound.</summary>
    private string Planted()
    {
        var chapter = $";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle={Clips.Secret}\n";
        var chapters = _clips.Write("chapters.txt", Encoding.ASCII.GetBytes(chapter));
        var subtitles = _clips.Write("said.srt", Encoding.ASCII.GetBytes($"1\n00:00:00,000 --> 00:00:02,000\n{Clips.Secret}\n"));
        var flat = _clips.Make(
            "flat.mp4",
            $"{Black} -f lavfi -i sine=d=3 -i {chapters} -i {subtitles} -map 0 -map 1 -map 3 -map_chapters 2"
            + $" {Encode} -c:s mov_text -metadata title={Clips.Secret} -metadata location={Clips.Place}"
            + " -metadata creation_time=2020-01-02T03:04:05Z"
            + $" -metadata:s:v handler_name={Clips.Secret}");
        return _clips.Make("planted.mp4", $"-i {flat} -map 0:v -map 0:a -map 0:s -c copy -metadata:s:v rotate=90");
    }
}
