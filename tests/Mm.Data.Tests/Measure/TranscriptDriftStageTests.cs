using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure;

/// <summary>Bursts of noise in the place of words, so that their times are known.</summary>
public sealed class TranscriptDriftStageTests
{
    private const int RateHz = 16_000;
    private const int Seconds = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(-0.8)]
    [InlineData(4)]
    public async Task A_transcript_that_is_late_is_told_by_how_much(double late)
    {
        var features = await MeasureAsync(Words(1), Shifted(Words(1), second => second + late));

        Assert.Equal(late, features.Number("transcript-drift.seconds")!.Value, 0.04);
        Assert.True(features.Number("transcript-drift.fit") > 0.9);
        Assert.Equal(0, features.Number("transcript-drift.growth-seconds")!.Value, 0.04);
    }

    [Fact]
    public async Task One_that_runs_away_is_told_by_its_growth()
    {
        var features = await MeasureAsync(Words(1), Shifted(Words(1), second => second * 1.02)); // 25 for 24.5 frames a second
        Assert.InRange(features.Number("transcript-drift.growth-seconds")!.Value, 0.4, 0.8); // 0.6 from middle to middle
    }

    [Fact]
    public async Task Another_text_fits_nowhere()
    {
        var own = await MeasureAsync(Words(1), Words(1));
        var other = await MeasureAsync(Words(1), Words(2));
        Assert.True(own.Number("transcript-drift.fit") > 0.95);
        Assert.True(other.Number("transcript-drift.fit") < 0.5, $"{other.Number("transcript-drift.fit"):0.00}");
    }

    [Fact]
    public async Task Silence_and_clips_without_a_transcript_get_nothing()
    {
        Assert.Empty((await MeasureAsync([], Words(1))).Names);
        Assert.Empty((await MeasureAsync(Words(1), [])).Names);
    }

    private static async Task<FeatureRow> MeasureAsync(SpokenWord[] heard, SpokenWord[] transcript)
    {
        var sound = new float[Seconds * RateHz];
        var noise = 1u;
        foreach (var word in heard)
        {
            for (var at = (int)(word.FromSeconds * RateHz); at < (int)(word.ToSeconds * RateHz); at++)
            {
                noise = (noise * 1_664_525) + 1_013_904_223;
                sound[at] = ((noise >> 16) / 65_536f) - 0.5f;
            }
        }

        await using var stage = new TranscriptDriftStage();
        using var sample = new Sample("clip", 0) { Words = transcript, Audio16k = sound };
        await stage.RunAsync([sample], Cancel);
        return sample.Features;
    }

    /// <summary>Words of 0.2 to 0.6 s with pauses of 0.1 to 0.7 s, by a seed, with 6 s free at both ends.</summary>
    private static SpokenWord[] Words(uint seed)
    {
        var words = new List<SpokenWord>();
        for (var at = 6.0; at < Seconds - 7;)
        {
            seed = (seed * 1_664_525) + 1_013_904_223;
            var length = 0.2 + ((seed >> 24) / 256.0 * 0.4);
            words.Add(new SpokenWord("word", at, at + length));
            at += length + 0.1 + (((seed >> 16) & 255) / 256.0 * 0.6);
        }

        return [.. words];
    }

    private static SpokenWord[] Shifted(SpokenWord[] words, Func<double, double> to) =>
        [.. words.Select(word => word with { FromSeconds = to(word.FromSeconds), ToSeconds = to(word.ToSeconds) })];
}
