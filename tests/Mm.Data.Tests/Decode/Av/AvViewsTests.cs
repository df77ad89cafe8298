using Mm.Data.Decoder;
using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

public sealed class AvViewsTests : IDisposable
{
    // Black turns white at 1 s and grey at 2 s: the colour of a frame tells its time.
    private const string Stepped =
        "-f lavfi -i color=black:s=128x96:r=10:d=3 -vf drawbox=t=fill:c=white:enable='gte(t,1)',drawbox=t=fill:c=gray:enable='gte(t,2)'";

    private static readonly ViewSpec _small = new(32, 32);
    private static readonly ViewSpec _luma = new(16, 16, Fit.Letterbox, PixelLayout.Luma);

    private readonly Clips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Frames_are_sampled_at_the_asked_times()
    {
        var film = _clips.Make("film.mp4", $"{Stepped} -c:v libx264 -preset ultrafast");
        var result = await ViewsAsync(film, Container.Mp4, new ViewsRequest { Specs = [_small, _luma] });

        Assert.Equal([0, 0, 1, 1, 2, 2], result.Views.Select(view => view.TimeSeconds));
        Assert.Equal([_small, _luma, _small, _luma, _small, _luma], result.Views.Select(view => view.Spec));
        Assert.Equal([0, 255, 128], result.Views.Where(view => view.Spec == _small).Select(view => Round(view.Pixels.Span[1500])));
        Assert.Equal((16, 12), (result.Views[1].ContentWidth, result.Views[1].ContentHeight));
    }

    [Fact]
    public async Task A_long_film_is_sampled_evenly_over_its_length()
    {
        var film = _clips.Make("film.avi", "-f lavfi -i testsrc2=s=64x48:r=10:d=8 -c:v ffv1");
        var result = await ViewsAsync(film, Container.Avi, new ViewsRequest { Specs = [_small], FramesMax = 4 });

        Assert.Equal([0f, 2f, 4f, 6f], result.Views.Select(view => view.TimeSeconds));
    }

    [Fact]
    public async Task Seeking_and_reading_through_give_the_same_frames()
    {
        var film = _clips.Make("film.mp4", "-f lavfi -i testsrc2=s=320x240:r=30000/1001:d=9 -c:v libx264 -preset ultrafast -g 20 -bf 2");
        var facts = (await AvProbe.InspectAsync(film, Container.Mp4, _clips.Limits, TestContext.Current.CancellationToken)).Value!;
        var plan = FramePlan.Of(facts.Picture!, Container.Mp4, new ViewsRequest { FrameEverySeconds = 1.3 });
        var reader = new FrameReader(film, Container.Mp4, facts, _clips.Limits);

        var (through, throughTimes) = await DigestsAsync(reader, plan with { Seeks = false });
        var (seeking, seekingTimes) = await DigestsAsync(reader, plan with { Seeks = true });

        Assert.Equal(7, through.Count);
        Assert.Equal(through, seeking);
        Assert.Equal(throughTimes, seekingTimes);
    }

    [Fact]
    public async Task Keyframe_mode_takes_the_first_keyframe_of_every_step_and_decodes_no_other()
    {
        var film = _clips.Make(
            "film.mp4", "-f lavfi -i testsrc2=s=320x240:r=10:d=9 -c:v libx264 -preset ultrafast -g 25 -keyint_min 25 -sc_threshold 0 -bf 2");
        var request = new ViewsRequest { Specs = [_small], FrameMode = FrameMode.Keyframes };

        var keys = await ViewsAsync(film, Container.Mp4, request);
        var sparse = await ViewsAsync(film, Container.Mp4, request with { FrameEverySeconds = 5 });
        var all = await ViewsAsync(film, Container.Mp4, request with { FrameMode = FrameMode.Interval, FrameEverySeconds = 0.5 });

        Assert.Equal([0f, 2.5f, 5f, 7.5f], keys.Views.Select(view => view.TimeSeconds));
        Assert.Equal([0f, 5f], sparse.Views.Select(view => view.TimeSeconds));
        foreach (var key in keys.Views)
        {
            Assert.Equal(all.Views.Single(view => view.TimeSeconds == key.TimeSeconds).Pixels.ToArray(), key.Pixels.ToArray());
        }
    }

    [Theory]
    [InlineData("mp4", Container.Mp4)]
    [InlineData("avi", Container.Avi)]
    public async Task Windows_together_see_what_one_look_at_the_whole_film_sees(string extension, Container container)
    {
        var film = _clips.Make($"film.{extension}", "-f lavfi -i testsrc2=s=160x120:r=25:d=4 -c:v mpeg4 -g 20 -bf 2");
        var whole = await ViewsAsync(film, container, new ViewsRequest { Specs = [_small], FrameEverySeconds = 0.3 });
        var request = new ViewsRequest { Specs = [_small], FrameEverySeconds = 0.3, FramesMax = 5 };
        var parts = new List<View>();
        foreach (var from in (double[])[0, 1.5, 3, 4.5])
            parts.AddRange((await ViewsAsync(film, container, request with { FromSeconds = from })).Views);

        Assert.Equal(14, whole.Views.Count);
        Assert.Equal(whole.Views.Select(view => view.TimeSeconds), parts.Select(view => view.TimeSeconds));
        Assert.Equal(whole.Views.Select(view => view.Pixels.ToArray()), parts.Select(view => view.Pixels.ToArray()));
    }

    [Fact]
    public async Task Keyframes_are_the_same_by_seeking()
    {
        var film = _clips.Make("film.mp4", "-f lavfi -i testsrc2=s=320x240:r=25:d=9 -c:v libx264 -preset ultrafast -g 20 -bf 2");
        var facts = (await AvProbe.InspectAsync(film, Container.Mp4, _clips.Limits, TestContext.Current.CancellationToken)).Value!;
        var plan = FramePlan.Of(
            facts.Picture!, Container.Mp4, new ViewsRequest { FrameEverySeconds = 1.3, FrameMode = FrameMode.Keyframes });
        var reader = new FrameReader(film, Container.Mp4, facts, _clips.Limits);

        var (through, throughTimes) = await DigestsAsync(reader, plan with { Seeks = false });
        var (seeking, seekingTimes) = await DigestsAsync(reader, plan with { Seeks = true });

        Assert.Equal(throughTimes, seekingTimes);
        Assert.Equal(through, seeking);
        Assert.True(plan.KeyframesOnly);
    }

    [Fact]
    public void A_long_film_with_many_keyframes_is_read_by_seeking()
    {
        Assert.True(FramePlan.Of(Track(frames: 18_000, keyframes: 360), Container.Mp4, Every(60)).Seeks);
        Assert.False(FramePlan.Of(Track(frames: 150, keyframes: 1), Container.Mp4, Every(1)).Seeks);
        Assert.False(FramePlan.Of(Track(frames: 18_000, keyframes: 360), Container.Ogg, Every(60)).Seeks);
    }

    [Fact]
    public async Task Time_0_is_the_first_frame_even_where_sound_begins_earlier()
    {
        var film = _clips.Make("late.mkv", $"-itsoffset 0.5 {Stepped} -c:v ffv1");
        var sound = _clips.Make("tone.wav", "-f lavfi -i sine=d=3");
        var both = _clips.Make("both.mkv", $"-i {film} -i {sound} -map 0 -map 1 -c copy -copyts");
        var result = await ViewsAsync(both, Container.Matroska, new ViewsRequest { Specs = [_small] });

        Assert.Equal([0f, 1f, 2f], result.Views.Select(view => view.TimeSeconds));
        Assert.Equal([0, 255, 128], result.Views.Select(view => Round(view.Pixels.Span[1500])));
    }

    [Fact]
    public async Task A_rotated_film_is_seen_upright()
    {
        var flat = _clips.Make("flat.mp4", "-f lavfi -i color=black:s=128x96:r=10:d=1 -vf drawbox=w=64:t=fill:c=white -c:v libx264");
        var turned = _clips.Make("turned.mp4", $"-i {flat} -c copy -metadata:s:v rotate=90");
        var view = Assert.Single((await ViewsAsync(turned, Container.Mp4, new ViewsRequest { Specs = [_small] })).Views).Pixels.ToArray();

        var (top, bottom) = (Round(view[(4 * 32 + 16) * 3]), Round(view[(28 * 32 + 16) * 3]));
        Assert.Equal(255, Math.Max(top, bottom));
        Assert.Equal(0, Math.Min(top, bottom));
        Assert.Equal(Round(view[(4 * 32 + 2) * 3]), Round(view[(4 * 32 + 29) * 3]));
    }

    [Theory]
    [InlineData("bt709", 0.05)]
    [InlineData("smpte170m", 0.05)]
    public async Task Colours_follow_the_films_matrix(string matrix, double toleranceShare)
    {
        var scale = $"scale=out_color_matrix={(matrix == "bt709" ? "bt709" : "bt601")},format=yuv444p";
        var film = _clips.Make("red.mkv", $"-f lavfi -i color=0xc04020:s=64x64:r=5:d=1,format=gbrp,{scale} -c:v ffv1 -colorspace {matrix}");
        var pixel =
            Assert.Single((await ViewsAsync(film, Container.Matroska, new ViewsRequest { Specs = [_small] })).Views).Pixels.ToArray();

        Assert.InRange(pixel[0], 0xc0 - (255 * toleranceShare / 10), 0xc0 + (255 * toleranceShare / 10));
        Assert.InRange(pixel[1], 0x40 - (255 * toleranceShare / 10), 0x40 + (255 * toleranceShare / 10));
        Assert.InRange(pixel[2], 0x20 - (255 * toleranceShare / 10), 0x20 + (255 * toleranceShare / 10));
    }

    [Fact]
    public async Task Sound_is_mono_at_16_kHz_within_1()
    {
        var loud = _clips.Make("loud.wav", "-f lavfi -i aevalsrc='0.9*sin(2*PI*440*t)|0.9*sin(2*PI*440*t)':s=44100:d=2 -c:a pcm_f32le");
        var result = await ViewsAsync(loud, Container.Wav, new ViewsRequest { Specs = [_small], Audio16k = true });
        var sound = result.Audio16k.ToArray();

        Assert.Empty(result.Views);
        Assert.InRange(sound.Length, 31_990, 32_010);
        Assert.InRange(sound.Max(), 0.88, 0.92);
        Assert.InRange(sound.Min(), -0.92, -0.88);
    }

    [Fact]
    public async Task A_film_without_sound_gives_none()
    {
        var film = _clips.Make("film.mp4", $"{Stepped} -c:v libx264 -preset ultrafast");
        var result = await ViewsAsync(film, Container.Mp4, new ViewsRequest { Audio16k = true });

        Assert.Equal(0, result.Audio16k.Length);
        Assert.False(result.Media.HasAudio);
    }

    private async Task<ViewsResult> ViewsAsync(string path, Container container, ViewsRequest request)
    {
        var made = await AvViews.RunAsync(path, container, request, _clips.Limits, TestContext.Current.CancellationToken);
        Assert.Null(made.Reason);
        return made.Value!;
    }

    private static async Task<(List<string> Digests, IReadOnlyList<double> Times)> DigestsAsync(FrameReader reader, FramePlan plan)
    {
        var digests = new List<string>();
        var times = await reader.ReadAsync(plan, picture => digests.Add(Digest(picture)), TestContext.Current.CancellationToken);
        Assert.Null(times.Reason);
        return (digests, times.Value!);
    }

    private static unsafe string Digest(Mm.Data.Decoder.Images.Picture picture) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(new ReadOnlySpan<byte>(picture.Pixels, (int)picture.Bytes)));

    private static int Round(byte value) => value switch
    {
        < 8 => 0,
        > 247 => 255,
        > 120 and < 136 => 128,
        _ => value,
    };

    private static ViewsRequest Every(double seconds) => new() { FrameEverySeconds = seconds };

    private static PictureTrack Track(int frames, int keyframes) => new()
    {
        Index = 0,
        Codec = "h264",
        PixelFormat = "yuv420p",
        StoredWidth = 640,
        StoredHeight = 360,
        Width = 640,
        Height = 360,
        Matrix = "bt709",
        FullRange = false,
        StartSeconds = 0,
        TimeBase = "1:90000",
        Frames = frames,
        Keyframes = keyframes,
        DurationSeconds = frames / 30.0,
    };
}
