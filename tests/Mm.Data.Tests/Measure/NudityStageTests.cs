using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class NudityStageTests
{
    private static readonly ViewSpec View = new(2, 2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_score_is_what_is_explicit_in_photographs_and_drawings_together()
    {
        var features = (await MeasuredAsync(new FakeModels([0.1f, 0.2f, 0.3f, 0.15f, 0.25f]), frames: 1)).Features;

        Assert.Equal(0.35, features.Number("nudity.score")!.Value, 6);
        Assert.Equal(0.3, features.Number("nudity.neutral")!.Value, 6);
        Assert.Equal(0.25, features.Number("nudity.sexy")!.Value, 6);
    }

    [Fact]
    public async Task A_film_counts_as_its_worst_frame()
    {
        var models = new FakeModels([0, 0, 1, 0, 0], [0, 0.1f, 0.1f, 0.8f, 0], [0, 0, 0.9f, 0.1f, 0]);

        var features = (await MeasuredAsync(models, frames: 3)).Features;

        Assert.Equal(0.9, features.Number("nudity.score")!.Value, 6);
        Assert.Equal(0.8, features.Number("nudity.porn")!.Value, 6);
    }

    [Fact]
    public async Task Sound_has_no_columns()
    {
        Assert.Empty((await MeasuredAsync(new FakeModels(), frames: 0)).Features.Names);
    }

    [Fact]
    public async Task What_cannot_be_judged_is_quarantined()
    {
        var sample = await MeasuredAsync(new FakeModels(), frames: 1);

        Assert.Equal(Outcome.Quarantined, sample.Verdict.Outcome);
        Assert.Equal("nudity.model-failed", sample.Verdict.Reason);
    }

    [Fact]
    public void A_classifier_of_other_things_is_refused()
    {
        var fault = Assert.Throws<ConfigurationException>(() => new NudityStage(new FakeModels { Classes = ["cat", "dog"] }, new()));

        Assert.Contains("porn", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<Sample> MeasuredAsync(FakeModels models, int frames)
    {
        await using var stage = new NudityStage(models, new NudityStage.Options());
        var sample = new Sample("s", 0)
        {
            Views = [.. Enumerable.Range(0, frames).Select(i => new View(View, i, 2, 2, new byte[View.Bytes]))],
        };
        await stage.RunAsync([sample], Cancel);
        return sample;
    }

    /// <summary>Scores in turn; where there are none left, the model has failed.</summary>
    private sealed class FakeModels(params float[][] scores) : IModels, IPictureClassifier
    {
        private int _next;

        public ModelUse Model => new("fake", "00", "MIT");

        public ViewSpec View => NudityStageTests.View;

        public IReadOnlyList<string> Classes { get; init; } = ["drawing", "hentai", "neutral", "porn", "sexy"];

        public IPictureClassifier OpenClassifier(string name) => this;

        public IDualEncoder OpenDualEncoder(string name) => throw new NotSupportedException();

        public IBoxDetector OpenDetector(string name) => throw new NotSupportedException();

        public ValueTask<float[]> ScoreAsync(View view, CancellationToken cancel) =>
            _next < scores.Length ? new(scores[_next++]) : throw new DetectorException("no scores left");
    }
}
