using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av.Cutting;

/// <summary>Films are cut through real children, confined as in service.</summary>
public sealed class ClipCutterTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>, IDisposable
{
    private readonly Av.Clips _clips = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    // With key pictures at the cuts, as encoders put them; at places of their own; without frames out of order; in older containers.
    [Theory]
    [InlineData("film.mp4", "-c:v libx264 -preset veryfast -c:a aac", 3)]
    [InlineData("film.mp4", "-c:v libx264 -preset veryfast -g 20 -sc_threshold 0 -bf 3 -c:a aac", 3)]
    [InlineData("film.mkv", "-c:v libx264 -preset veryfast -x264-params open-gop=1:keyint=30:bframes=2 -c:a libvorbis", 3)]
    [InlineData("film.webm", "-c:v libvpx -g 25 -b:v 500k -deadline realtime -c:a libvorbis", 3)]
    [InlineData("film.avi", "-c:v mpeg4 -g 15 -q:v 4 -c:a mp3", 3)]
    [InlineData("film.ogv", "-c:v libtheora -g 15 -q:v 7 -c:a libvorbis", 3)]
    public async Task Every_clip_lies_in_one_scene_and_scenes_are_nearly_whole(string name, string encoding, int scenes)
    {
        var film = await File.ReadAllBytesAsync(_clips.Make(name, $"{ScenesFilm.Inputs(3, 4.2, 3.4)} {encoding}"), Cancel);

        var cut = await decoder.Pool.ClipsAsync(film, new ClipOptions { SecondsMin = 1 }, Cancel);

        Assert.Null(cut.Reason);
        Assert.Equal(scenes, cut.Value!.Clips.Count);
        double[] begin = [0, 3, 7.2, 10.6];
        foreach (var (n, clip) in cut.Value.Clips.Index())
        {
            // A clip begins with the scene's first key picture.
            Assert.InRange(clip.FromSeconds, begin[n] - 0.01, begin[n] + 1.3);
            Assert.InRange(clip.ToSeconds, begin[n + 1] - 0.3, begin[n + 1] + 0.05);
            var shown = ScenesFilm.SceneOf(_clips.Luma(_clips.Write($"{n}.mkv", clip.Bytes.Span)));
            Assert.All(shown, scene => Assert.Equal(n, scene));
            Assert.InRange(shown.Count, ((clip.ToSeconds - clip.FromSeconds) * ScenesFilm.FramesPerSecond) - 3, (scenes + 4.2) * 25);
            var facts = await decoder.Pool.ProbeAsync(clip.Bytes, Cancel);
            Assert.Null(facts.Reason);
            Assert.True(facts.Value!.HasAudio);
        }
    }

    [Fact]
    public async Task The_same_film_gives_the_same_bytes()
    {
        var film = await File.ReadAllBytesAsync(
            _clips.Make("film.mp4", $"{ScenesFilm.Inputs(2, 2)} -c:v libx264 -preset veryfast -g 20 -c:a aac"), Cancel);

        var (one, other) = (await decoder.Pool.ClipsAsync(film, new ClipOptions(), Cancel), await decoder.Pool.ClipsAsync(film, new ClipOptions(), Cancel));

        Assert.Equal(2, one.Value!.Clips.Count);
        Assert.All(one.Value.Clips.Zip(other.Value!.Clips), pair => Assert.True(pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span)));
    }

    [Fact]
    public async Task A_long_scene_becomes_several_and_a_short_one_none()
    {
        var film = await File.ReadAllBytesAsync(
            _clips.Make("film.mp4", $"{ScenesFilm.Inputs(9, 0.8, 2)} -c:v libx264 -preset veryfast -g 25 -c:a aac"), Cancel);

        var cut = await decoder.Pool.ClipsAsync(film, new ClipOptions { SecondsMin = 1.5, SecondsMax = 4 }, Cancel);

        Assert.Equal([(0.0, 4.0), (4.0, 8.0), (9.8, 11.8)], cut.Value!.Clips.Select(clip => (Math.Round(clip.FromSeconds, 2), Math.Round(clip.ToSeconds, 2))));
    }

    [Theory]
    [InlineData("film.mp4", "-f lavfi -i testsrc2=s=320x180:r=25:d=1 -c:v libx264 -preset veryfast", ClipReasons.None)]
    [InlineData("film.mkv", "-f lavfi -i testsrc2=s=320x180:r=25:d=30 -c:v libx264 -preset ultrafast -g 25", ClipReasons.TooMany)]
    [InlineData("film.mp4", "-f lavfi -i testsrc2=s=64x64:r=1:d=9000 -c:v libx264 -preset ultrafast", "decode.too-large")]
    public async Task A_film_that_gives_no_clips_says_why(string name, string arguments, string reason)
    {
        var film = await File.ReadAllBytesAsync(_clips.Make(name, arguments), Cancel);

        Assert.Equal(reason, (await decoder.Pool.ClipsAsync(film, new ClipOptions { SecondsMax = 3, ClipsMax = 5 }, Cancel)).Reason);
    }

    [Fact]
    public async Task Sound_alone_has_no_clips_and_is_no_fault_and_a_picture_is_one()
    {
        var song = await File.ReadAllBytesAsync(_clips.Make("song.m4a", "-f lavfi -i sine=d=1 -c:a aac"), Cancel);
        var picture = await File.ReadAllBytesAsync(_clips.Make("still.png", "-f lavfi -i testsrc2=s=64x64:d=1 -frames:v 1"), Cancel);

        Assert.Empty((await decoder.Pool.ClipsAsync(song, new ClipOptions(), Cancel)).Value!.Clips);
        Assert.NotNull((await decoder.Pool.ClipsAsync(picture, new ClipOptions(), Cancel)).Reason);
        Assert.Equal("decode.truncated", (await decoder.Pool.ClipsAsync(song.AsMemory(0, song.Length / 2), new ClipOptions(), Cancel)).Reason);
    }
}
