using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class FacesStageTests
{
    private static readonly ViewSpec Spec = new(4, 4, Fit.Letterbox);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Boxes_count_and_covered_share_are_written()
    {
        Box[] boxes = [new(0, 0, 0.5f, 0.5f, 0.9f), new(0.25f, 0, 0.5f, 0.5f, 0.8f)];
        await using var stage = new FacesStage(new FakeDetector(boxes), new());
        using var sample = Sample(0);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(2, sample.Features.Boxes("faces.boxes").Count);
        Assert.Equal(2, sample.Features.Number("faces.count"));
        Assert.Equal(0.375, sample.Features.Number("faces.area-share")!.Value, 6);
    }

    [Fact]
    public async Task A_video_keeps_every_box_with_its_time_and_counts_its_fullest_frame()
    {
        await using var stage = new FacesStage(new FakeDetector(new Box(0, 0, 0.5f, 0.5f, 0.9f)), new());
        using var sample = Sample(0, 1.5f);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal([0, 1.5f], sample.Features.Boxes("faces.boxes").Select(box => box.TimeSeconds));
        Assert.Equal(1, sample.Features.Number("faces.count"));
    }

    [Fact]
    public async Task A_picture_without_faces_says_so()
    {
        await using var stage = new FacesStage(new FakeDetector(), new());
        using var sample = Sample(0);

        await stage.RunAsync([sample], Cancel);

        Assert.True(sample.Features.Has("faces.boxes"));
        Assert.Equal(0, sample.Features.Number("faces.count"));
        Assert.Equal(0, sample.Features.Number("faces.area-share"));
    }

    [Fact]
    public async Task Sound_alone_gets_no_columns()
    {
        await using var stage = new FacesStage(new FakeDetector(), new());
        using var sample = Sample();

        await stage.RunAsync([sample], Cancel);

        Assert.All(stage.Columns, column => Assert.False(sample.Features.Has(column.Name)));
    }

    [Fact]
    public async Task A_detector_that_fails_quarantines_the_sample()
    {
        await using var stage = new FacesStage(new FakeDetector { Fails = true }, new());
        using var sample = Sample(0);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(new Verdict(Outcome.Quarantined, "faces", "faces.detector-failed"), sample.Verdict);
    }

    [Fact]
    public async Task The_threshold_is_the_models_unless_the_pipeline_says_otherwise()
    {
        var detector = new FakeDetector(new Box(0, 0, 0.5f, 0.5f, 0.3f));
        await using var usual = new FacesStage(detector, new());
        await using var lower = new ImageTextStage(detector, new() { Threshold = 0.25 });
        using var sample = Sample(0);

        await usual.RunAsync([sample], Cancel);
        await lower.RunAsync([sample], Cancel);

        Assert.Equal(0, sample.Features.Number("faces.count"));
        Assert.Equal(1, sample.Features.Number("image-text.count"));
    }

    [Fact]
    public async Task Heads_and_plates_are_looked_for_where_a_model_is_installed()
    {
        await using var heads = new HeadsStage(new FakeDetector(new Box(0, 0, 0.5f, 0.5f, 0.9f)), new());
        await using var plates = new PlatesStage(new FakeDetector { IsMissing = true }, new() { WhenInstalled = true });
        using var sample = Sample(0);

        await heads.RunAsync([sample], Cancel);
        await plates.RunAsync([sample], Cancel);

        Assert.Equal(1, sample.Features.Number("heads.count"));
        Assert.True(sample.Features.Has("plates.boxes")); // so that a fill rule may name them
        Assert.Equal(0, sample.Features.Number("plates.count"));
        Assert.Single(heads.Models);
        Assert.Empty(plates.Models); // nor in the manifest: nobody looked
        Assert.Empty(plates.Views);
    }

    [Fact]
    public void A_model_that_is_missing_is_an_error_unless_the_pipeline_allows_it() =>
        Assert.Throws<ConfigurationException>(() => new PlatesStage(new FakeDetector { IsMissing = true }, new()));

    private static Sample Sample(params float[] times) => new("s", 0)
    {
        Views = [.. times.Select(time => new View(Spec, time, 4, 4, new byte[Spec.Bytes]))],
    };

    private sealed class FakeDetector(params Box[] boxes) : IModels, IBoxDetector
    {
        public bool Fails { get; init; }

        public bool IsMissing { get; init; }

        public ModelUse Model => new("fake", "00", "MIT");

        public ViewSpec View => Spec;

        public float DefaultThreshold => 0.5f;

        public IDualEncoder OpenDualEncoder(string name) => throw new NotSupportedException();

        public IBoxDetector OpenDetector(string name) => IsMissing ? throw new ConfigurationException($"No model '{name}'.") : this;

        public IBoxDetector? FindDetector(string name) => IsMissing ? null : this;

        public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) => Fails
            ? throw new DetectorException("nonsense")
            : new([.. boxes.Where(box => box.Score >= threshold)]);
    }
}
