using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Mm.Data.Tests.Decode;
using Mm.Data.Tests.Decode.Av;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Render.Tracks;

/// <summary>Whole films through real children, with a detector that sees white squares.</summary>
public sealed class FilmRendererTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>, IDisposable
{
    private const int Side = 64;
    private const string Black = "-f lavfi -i color=black:s=160x128:r=25:d=2";
    private const string White = "-f lavfi -i color=white:s=16x16:r=25:d=2 -filter_complex";
    private const string Encode = "-c:v libx264 -preset ultrafast -qp 10 -pix_fmt yuv420p";
    private static readonly ViewSpec Spec = new(Side, Side, Fit.Squash, PixelLayout.Luma);

    private readonly Clips _clips = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task What_moves_is_filled_in_every_frame_although_it_is_seen_in_every_fifth()
    {
        var rendered = await RenderAsync($"{Black} {White} overlay=x='8+60*t':y='40+10*t' {Encode}", _ => false);

        Assert.Equal((Outcome.Kept, 0), (rendered.Verdict.Outcome, rendered.Refills));
        Assert.DoesNotContain(Luma(rendered), value => value > 200);
        Assert.Equal(1, rendered.Facts["render.tracks"]);
    }

    [Fact]
    public async Task What_the_detector_misses_for_fifteen_frames_is_filled_all_the_same()
    {
        var rendered = await RenderAsync(
            $"{Black} {White} overlay=x='8+40*t':y=40 {Encode}", time => time is > 0.5f and < 1.1f);

        Assert.Equal(Outcome.Kept, rendered.Verdict.Outcome);
        Assert.DoesNotContain(Luma(rendered), value => value > 200);
    }

    /// <summary>From 0.28 to 0.32 s, while the recipe looks at 0.2 and 0.4 s.</summary>
    [Fact]
    public async Task What_appears_only_between_two_looks_is_found_in_the_output_and_filled()
    {
        var rendered = await RenderAsync($"{Black} {White} overlay=x=40:y=40:enable='between(t,0.27,0.33)' {Encode}", _ => false);

        Assert.Equal((Outcome.Kept, 1), (rendered.Verdict.Outcome, rendered.Refills));
        Assert.DoesNotContain(Luma(rendered), value => value > 200);
    }

    [Fact]
    public async Task A_detector_that_fails_on_one_frame_ships_nothing()
    {
        var film = _clips.Make("film.mp4", $"{Black} {Encode}");
        var renderer = Renderer(new FakeStage((sample, _) =>
        {
            if (sample.Views.Any(view => view.TimeSeconds > 1.5f))
                sample.Decide(Outcome.Quarantined, "squares", "squares.detector-failed");
            return Task.CompletedTask;
        })
        {
            Columns = [new("squares.boxes", FeatureKind.Boxes, "")],
            Views = [Spec],
        });
        var rendered = await renderer.RenderAsync("id", await File.ReadAllBytesAsync(film, Cancel), Measured(), [0, 1], Cancel);

        Assert.Equal((Outcome.Quarantined, "squares.detector-failed"), (rendered.Verdict.Outcome, rendered.Verdict.Reason));
        Assert.Null(rendered.Output);
    }

    private async Task<RenderedSample> RenderAsync(string script, Func<float, bool> isBlind)
    {
        var film = _clips.Make("film.mp4", script);
        var squares = new FakeStage((sample, _) =>
        {
            sample.Features.Set("squares.boxes", sample.Views.Where(view => view.Spec == Spec && !isBlind(view.TimeSeconds)).SelectMany(Squares).ToArray());
            return Task.CompletedTask;
        })
        {
            Columns = [new("squares.boxes", FeatureKind.Boxes, "")],
            Views = [Spec],
        };
        return await Renderer(squares).RenderAsync("id", await File.ReadAllBytesAsync(film, Cancel), Measured(), [0, 1], Cancel);
    }

    private SampleRenderer Renderer(IStage detector) => new(
        decoder.Pool,
        new RenderOptions { Fill = [new FillRule { Feature = "squares.boxes", Kind = "square" }], SideMax = 0 },
        new FrameOptions(),
        [detector]);

    private static FeatureRow Measured()
    {
        var features = new FeatureRow();
        features.Set("squares.boxes", Array.Empty<Box>());
        return features;
    }

    private static IEnumerable<Box> Squares(View view)
    {
        var white = Enumerable.Range(0, Side * Side).Where(i => view.Pixels.Span[i] > 180).ToArray();
        if (white.Length == 0)
            yield break;
        float left = white.Min(i => i % Side), right = white.Max(i => i % Side) + 1;
        float top = white.Min(i => i / Side), bottom = white.Max(i => i / Side) + 1;
        yield return new Box(left / Side, top / Side, (right - left) / Side, (bottom - top) / Side, 1, view.TimeSeconds);
    }

    private byte[] Luma(RenderedSample rendered) => _clips.Luma(_clips.Save(rendered.Output!));
}
