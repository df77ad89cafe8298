using System.Diagnostics;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

/// <summary>Video and sound through real children, confined as in service.</summary>
public sealed class AvPoolTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>, IDisposable
{
    private readonly Clips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task A_film_goes_through_the_confined_child()
    {
        const string Made = "-f lavfi -i testsrc2=s=640x360:r=30:d=5 -f lavfi -i sine=d=5 -c:v libx264 -preset veryfast -c:a aac";
        var film = await File.ReadAllBytesAsync(_clips.Make("film.mp4", Made), Cancel);
        ViewSpec[] specs = [new(224, 224), new(640, 640, Fit.Letterbox), new(32, 32, Fit.Squash, PixelLayout.Luma)];

        var clock = Stopwatch.StartNew();
        var facts = await decoder.Pool.ProbeAsync(film, Cancel);
        var probed = clock.Elapsed;
        var views = await decoder.Pool.ViewsAsync(film, new ViewsRequest { Specs = specs, Audio16k = true }, Cancel);
        var seen = clock.Elapsed;
        var made = await decoder.Pool.RenderAsync(
            film, new RenderRequest { Fill = [new FillRegion("face", 0.1f, 0.1f, 0.2f, 0.2f, 1, 2)], Sound = SoundPolicy.Keep }, Cancel);
        TestContext.Current.TestOutputHelper?.WriteLine($"probe {probed}, views {seen - probed}, render {clock.Elapsed - seen}");

        Assert.Null(facts.Reason);
        Assert.Equal((Modality.Video, 150), (facts.Value!.Modality, facts.Value.Frames));
        Assert.Null(views.Reason);
        Assert.Equal([0f, 1f, 2f, 3f, 4f], views.Value!.Views.Where(view => view.Spec == specs[0]).Select(view => view.TimeSeconds));
        Assert.Equal(15, views.Value.Views.Count);
        Assert.InRange(views.Value.Audio16k.Length, 79_000, 81_000);
        Assert.Null(made.Reason);
        Assert.Equal((640, 360, "mp4"), (made.Value!.Width, made.Value.Height, made.Value.Extension));
    }

    [Fact]
    public async Task A_song_without_a_place_in_the_output_has_its_own_reason()
    {
        var song = await File.ReadAllBytesAsync(_clips.Make("song.mp3", "-f lavfi -i sine=d=1 -c:a libmp3lame"), Cancel);

        Assert.Equal("render.sound-removed", (await decoder.Pool.RenderAsync(song, new RenderRequest(), Cancel)).Reason);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
