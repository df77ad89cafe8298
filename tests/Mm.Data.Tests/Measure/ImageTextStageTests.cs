using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Measure.ImageText;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class ImageTextStageTests
{
    private static readonly ViewSpec Spec = new(8, 8, Fit.Letterbox);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_reader_lines_are_found_and_not_read()
    {
        var models = new FakeModels(Readings.Line("jane@example.com"));
        await using var stage = new ImageTextStage(models, new());
        using var sample = Sample(0);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(1, sample.Features.Number("image-text.count"));
        Assert.False(sample.Features.Has("image-text.personal-boxes"));
        Assert.Equal(0, models.Read);
    }

    [Fact]
    public async Task Personal_lines_unread_lines_and_others_are_told_apart()
    {
        await using var stage = Stage(
            Readings.Line("mail jane@example.com", y: 0.1f), Readings.Line("scrawl", y: 0.4f, confidence: 0.5f), Readings.Line("open daily", y: 0.7f));
        using var sample = Sample(0);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(3, sample.Features.Boxes("image-text.boxes").Count);
        Assert.All(sample.Features.Boxes("image-text.personal-boxes"), box => Assert.InRange(box.Y, 0.05, 0.1));
        Assert.InRange(Assert.Single(sample.Features.Boxes("image-text.unread-boxes")).Y, 0.35, 0.4);
        Assert.Equal(1, sample.Features.Number("image-text.unread-count"));
        Assert.Equal("EMAIL", sample.Features.Code("image-text.personal-kinds"));
        Assert.All(sample.Features.Names, name => Assert.Contains(stage.Columns, column => column.Name == name));
    }

    [Fact]
    public async Task What_was_read_is_in_no_feature_unless_asked_for_and_then_redacted()
    {
        var lines = new[] { Readings.Line("mail jane@example.com"), Readings.Line("open daily", y: 0.5f) };
        await using var silent = Stage(lines);
        await using var telling = Stage(lines, options => options with { KeepText = true });
        using Sample first = Sample(0), second = Sample(0);

        await silent.RunAsync([first], Cancel);
        await telling.RunAsync([second], Cancel);

        Assert.False(first.Features.Has("image-text.text"));
        Assert.Equal("mail <EMAIL>\nopen daily", second.Features.Code("image-text.text"));
    }

    [Fact]
    public async Task How_much_of_the_caption_is_read_is_measured_where_it_is_asked_for()
    {
        LineReading[] lines = [Readings.Line("open daily")];
        await using var silent = Stage(lines, options => options);
        await using var telling = Stage(lines, options => options with { CaptionOverlap = true });
        using Sample first = Sample(0), second = Sample(0);

        await silent.RunAsync([first], Cancel);
        await telling.RunAsync([second], Cancel);

        Assert.False(first.Features.Has("image-text.caption-overlap"));
        Assert.Equal(2.0, second.Features.Number("image-text.words"));
        Assert.Equal((StageReads.Asset, StageReads.AssetAndCaption), (silent.Reads, telling.Reads));
    }

    [Fact]
    public async Task Where_there_is_no_line_nothing_is_read_and_the_columns_say_so()
    {
        var models = new FakeModels();
        await using var stage = new ImageTextStage(models, new() { Reader = "reader" });
        using var sample = Sample(0);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(0, models.Read);
        Assert.True(sample.Features.Has("image-text.personal-boxes") && sample.Features.Has("image-text.unread-boxes"));
    }

    [Fact]
    public async Task Boxes_of_a_film_have_the_time_of_their_frame()
    {
        await using var stage = Stage(Readings.Line("jane@example.com"));
        using var sample = Sample(0, 1.5f);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal([0, 1.5f], sample.Features.Boxes("image-text.personal-boxes").Select(box => box.TimeSeconds).Distinct());
        Assert.Equal(1, sample.Features.Number("image-text.count"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_detector_or_a_reader_that_fails_quarantines_the_sample(bool detectorFails, bool readerFails)
    {
        var models = new FakeModels(Readings.Line("open")) { DetectorFails = detectorFails, ReaderFails = readerFails };
        await using var stage = new ImageTextStage(models, new() { Reader = "reader" });
        using var sample = Sample(0);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(new Verdict(Outcome.Quarantined, "image-text", "image-text.detector-failed"), sample.Verdict);
    }

    [Fact]
    public async Task A_large_still_with_text_is_looked_at_again_in_a_larger_view()
    {
        var models = new FakeModels(Readings.Line("open"));
        var decoder = new LargeViews();
        await using var stage = new ImageTextStage(models, new() { Reader = "reader", FineSide = 64 }, decoder);
        using var sample = Sample(0);
        sample.Media = Media(100, 50);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(new ViewSpec(64, 32, Fit.Letterbox), Assert.Single(decoder.Asked));
        Assert.Equal(1, models.Read); // the two views agree on the line
        Assert.Equal(64, models.LastView!.Spec.Width);
    }

    [Fact]
    public async Task A_small_still_and_one_without_text_are_not()
    {
        var decoder = new LargeViews();
        await using var stage = new ImageTextStage(new FakeModels(Readings.Line("open")), new() { Reader = "reader" }, decoder);
        await using var blank = new ImageTextStage(new FakeModels(), new() { Reader = "reader" }, decoder);
        using Sample small = Sample(0), without = Sample(0);
        (small.Media, without.Media) = (Media(9, 8), Media(1000, 1000));

        await stage.RunAsync([small], Cancel);
        await blank.RunAsync([without], Cancel);

        Assert.Empty(decoder.Asked);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_decoded_again_is_quarantined()
    {
        await using var stage = new ImageTextStage(
            new FakeModels(Readings.Line("open")), new() { Reader = "reader" }, new LargeViews { Reason = "decode.timeout" });
        using var sample = Sample(0);
        sample.Media = Media(1000, 1000);

        await stage.RunAsync([sample], Cancel);

        Assert.Equal("image-text.detector-failed", sample.Verdict.Reason);
    }

    private static ImageTextStage Stage(params LineReading[] lines) => Stage(lines, options => options);

    private static ImageTextStage Stage(LineReading[] lines, Func<ImageTextStage.Options, ImageTextStage.Options> with) =>
        new(new FakeModels(lines), with(new() { Reader = "reader" }));

    private static Sample Sample(params float[] times) => new("s", 0)
    {
        Encoded = new byte[] { 1 },
        Views = [.. times.Select(time => new View(Spec, time, 8, 8, new byte[Spec.Bytes]))],
    };

    private static MediaFacts Media(int width, int height) =>
        new() { Modality = Modality.Image, Container = "jpeg", Codec = "jpeg", Width = width, Height = height };

    /// <summary>Finds the given lines on every view, and reads them as given.</summary>
    private sealed class FakeModels(params LineReading[] lines) : IModels, ILineDetector, ITextReader
    {
        public bool DetectorFails { get; init; }

        public bool ReaderFails { get; init; }

        public int Read { get; private set; }

        public View? LastView { get; private set; }

        public ModelUse Model => new("fake", "00", "MIT");

        public ViewSpec View => Spec;

        public float DefaultThreshold => 0.5f;

        public float DefaultConfidence => 0.8f;

        public IDualEncoder OpenDualEncoder(string name) => throw new NotSupportedException();

        public IBoxDetector OpenDetector(string name) => this;

        public ITextReader OpenTextReader(string name) => this;

        public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Quad>> FindLinesAsync(View view, float threshold, CancellationToken cancel) => DetectorFails
            ? throw new DetectorException("nonsense")
            : new([.. lines.Select(line => line.Line)]);

        public ValueTask<LineReading> ReadAsync(View view, Quad line, CancellationToken cancel)
        {
            (Read, LastView) = (Read + 1, view);
            return ReaderFails ? throw new DetectorException("nonsense") : new(lines.First(one => one.Line == line));
        }
    }

    private sealed class LargeViews : IDecoder
    {
        public string? Reason { get; init; }

        public List<ViewSpec> Asked { get; } = [];

        public int Width => 1;

        public ValueTask<Decoded<MediaFacts>> ProbeAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancel) =>
            throw new NotSupportedException();

        public ValueTask<Decoded<ViewsResult>> ViewsAsync(ReadOnlyMemory<byte> encoded, ViewsRequest request, CancellationToken cancel)
        {
            Asked.AddRange(request.Specs);
            var spec = request.Specs[0];
            return new(Reason is not null
                ? Decoded.Failed<ViewsResult>(Reason)
                : new ViewsResult
                {
                    Media = Media(100, 50),
                    Views = [new View(spec, 0, spec.Width, spec.Height, new byte[spec.Bytes])],
                });
        }

        public ValueTask<Decoded<RenderResult>> RenderAsync(ReadOnlyMemory<byte> encoded, RenderRequest request, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
