using Mm.Data.Decoder;
using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

public sealed class AvProbeTests : IDisposable
{
    private const string Film = "-f lavfi -i testsrc2=s=320x180:r=25:d=2 -f lavfi -i sine=f=440:d=2";

    private readonly Clips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Facts_of_a_film_come_from_its_packets()
    {
        var facts = await FactsAsync(_clips.Make("film.mp4", $"{Film} -c:v libx264 -preset ultrafast -c:a aac"), Container.Mp4);

        Assert.Equal((Modality.Video, "mp4", "h264"), (facts.Modality, facts.Container, facts.Codec));
        Assert.Equal((320, 180, 50, true), (facts.Width, facts.Height, facts.Frames, facts.HasAudio));
        Assert.Equal(2, facts.DurationSeconds, 3);
    }

    [Fact]
    public async Task A_rotated_film_is_reported_upright()
    {
        var flat = _clips.Make("flat.mp4", $"{Film} -c:v libx264 -preset ultrafast -an");
        var facts = await FactsAsync(_clips.Make("turned.mp4", $"-i {flat} -c copy -metadata:s:v rotate=90"), Container.Mp4);

        Assert.Equal((180, 320), (facts.Width, facts.Height));
    }

    [Fact]
    public async Task Pixels_that_are_not_square_are_counted_as_square_ones()
    {
        var facts = await FactsAsync(_clips.Make("wide.mp4", $"{Film} -c:v libx264 -preset ultrafast -an -vf setsar=2"), Container.Mp4);

        Assert.Equal((640, 180), (facts.Width, facts.Height));
    }

    [Theory]
    [InlineData("webm", "-c:v libvpx -deadline realtime -c:a libvorbis", Container.Matroska, "vp8")]
    [InlineData("mkv", "-c:v ffv1 -c:a flac", Container.Matroska, "ffv1")]
    [InlineData("avi", "-c:v mpeg4 -c:a mp3", Container.Avi, "mpeg4")]
    public async Task Films_in_other_containers_are_understood(string extension, string coding, Container container, string codec)
    {
        var facts = await FactsAsync(_clips.Make($"film.{extension}", $"{Film} {coding}"), container);

        Assert.Equal((Modality.Video, codec, 320, 180), (facts.Modality, facts.Codec, facts.Width, facts.Height));
        Assert.True(facts.HasAudio);
        Assert.InRange(facts.DurationSeconds, 1.95, 2.05);
    }

    [Theory]
    [InlineData("mp3", "-c:a libmp3lame", Container.Mp3, "mp3")]
    [InlineData("ogg", "-c:a libvorbis", Container.Ogg, "vorbis")]
    [InlineData("wav", "-c:a pcm_s16le", Container.Wav, "pcm_s16le")]
    [InlineData("flac", "-c:a flac", Container.Flac, "flac")]
    [InlineData("m4a", "-c:a aac", Container.Mp4, "aac")]
    public async Task Sound_is_understood(string extension, string coding, Container container, string codec)
    {
        var facts = await FactsAsync(_clips.Make($"tone.{extension}", $"-f lavfi -i sine=f=440:d=2 {coding}"), container);

        Assert.Equal((Modality.Audio, codec, 0, 0), (facts.Modality, facts.Codec, facts.Width, facts.Height));
        Assert.InRange(facts.DurationSeconds, 1.95, 2.1);
    }

    [Fact]
    public async Task A_song_with_a_cover_is_sound()
    {
        var cover = _clips.Make("cover.jpg", "-f lavfi -i testsrc2=s=64x64:d=1 -frames:v 1");
        var song = _clips.Make(
            "song.mp3", $"-f lavfi -i sine=d=1 -i {cover} -map 0 -map 1 -c:a libmp3lame -c:v copy -disposition:v attached_pic");

        Assert.Equal(Modality.Audio, (await FactsAsync(song, Container.Mp3)).Modality);
    }

    [Theory]
    [InlineData("mp4", "-c:v libx264 -preset ultrafast -c:a aac", Container.Mp4)]
    [InlineData("mp4", "-c:v libx264 -preset ultrafast -c:a aac -movflags +faststart", Container.Mp4)]
    [InlineData("webm", "-c:v libvpx -deadline realtime -c:a libvorbis", Container.Matroska)]
    [InlineData("avi", "-c:v mpeg4 -c:a mp3", Container.Avi)]
    [InlineData("mp3", "-vn -c:a libmp3lame", Container.Mp3)]
    [InlineData("ogg", "-vn -c:a libvorbis", Container.Ogg)]
    [InlineData("wav", "-vn -c:a pcm_s16le", Container.Wav)]
    [InlineData("flac", "-vn -c:a flac", Container.Flac)]
    public async Task A_truncated_file_is_a_verdict(string extension, string coding, Container container)
    {
        var whole = _clips.Make($"whole.{extension}", $"{Film} {coding}");

        Assert.Null((await ProbeAsync(whole, container)).Reason);
        Assert.Equal("decode.truncated", (await ProbeAsync(_clips.Cut(whole, "cut", 0.6), container)).Reason);
    }

    [Theory]
    [InlineData(Container.Mp4)]
    [InlineData(Container.Matroska)]
    [InlineData(Container.Avi)]
    [InlineData(Container.Ogg)]
    [InlineData(Container.Wav)]
    [InlineData(Container.Mp3)]
    [InlineData(Container.Flac)]
    public async Task A_playlist_is_never_followed_whatever_it_is_taken_for(Container container)
    {
        var film = _clips.Make("target.mp4", $"{Film} -c:v libx264 -preset ultrafast -c:a aac");
        foreach (var text in (string[])[$"#EXTM3U\n#EXTINF:2,\n{film}\n", $"ffconcat version 1.0\nfile '{film}'\n"])
        {
            var playlist = _clips.Write("list.mp4", System.Text.Encoding.ASCII.GetBytes(text));

            Assert.NotNull((await ProbeAsync(playlist, container)).Reason);
            var made =
                await AvRender.RunAsync(playlist, container, new RenderRequest(), _clips.Limits, TestContext.Current.CancellationToken);
            Assert.NotNull(made.Reason);
        }
    }

    [Fact]
    public async Task Noise_under_a_films_magic_bytes_is_corrupt()
    {
        var noise = new byte[5000];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (byte)((i * 7919) >> 3);
        "OggS"u8.CopyTo(noise);

        Assert.Equal("decode.corrupt", (await ProbeAsync(_clips.Write("noise.wav", noise), Container.Wav)).Reason);
    }

    [Theory]
    [InlineData(1.5, 1000, 1_000_000)]
    [InlineData(600, 49, 1_000_000)]
    [InlineData(600, 1000, 50_000)]
    public async Task A_film_beyond_a_limit_is_too_large(double secondsMax, long framesMax, long framePixelsMax)
    {
        var film = _clips.Make("film.mp4", $"{Film} -c:v libx264 -preset ultrafast -an");
        var limits = _clips.Limits with { SecondsMax = secondsMax, FramesMax = framesMax, FramePixelsMax = framePixelsMax };

        var probed = await AvProbe.RunAsync(film, Container.Mp4, limits, TestContext.Current.CancellationToken);
        Assert.Equal("decode.too-large", probed.Reason);
    }

    [Fact]
    public async Task A_film_with_more_streams_than_allowed_is_refused()
    {
        var maps = string.Concat(Enumerable.Repeat(" -map 0", 80));
        var film = _clips.Make("many.mkv", $"-f lavfi -i sine=d=0.2 {maps} -c:a pcm_s16le");

        Assert.Equal("decode.too-large", (await ProbeAsync(film, Container.Matroska)).Reason);
    }

    private async Task<MediaFacts> FactsAsync(string path, Container container)
    {
        var probed = await ProbeAsync(path, container);
        Assert.Null(probed.Reason);
        return probed.Value!;
    }

    private Task<Decoded<MediaFacts>> ProbeAsync(string path, Container container) =>
        AvProbe.RunAsync(path, container, _clips.Limits, TestContext.Current.CancellationToken);
}
