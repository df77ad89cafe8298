using Mm.Data.Measure.Evaluation;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Measure.Evaluation;

public sealed class BoxEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recall_false_boxes_and_empty_pictures_are_counted_at_every_threshold()
    {
        LabelledPicture[] pictures =
        [
            Picture("two.jpg", new LabelBox(10, 10, 20, 20), new LabelBox(60, 60, 20, 20)),
            Picture("nobody.jpg"),
        ];
        Box[] boxes = [new(0.1f, 0.1f, 0.2f, 0.2f, 0.9f), new(0.6f, 0.6f, 0.2f, 0.2f, 0.4f), new(0.4f, 0, 0.1f, 0.1f, 0.2f)];

        var report = await new BoxEvaluation(new FakeDecoder(), new FakeDetector(boxes), 1).RunAsync(pictures, null, Cancel);

        Assert.Equal((2, 1, 2), (report.Pictures, report.EmptyPictures, report.Things));
        Assert.Equal(0.5, report.Threshold);
        Assert.Equal((1, 0.5), (report.Result.Covered, report.Result.Recall));
        Assert.Equal(1, report.Result.FalseBoxes); // all of the second picture's are false
        Assert.Equal(1, report.Result.EmptyPicturesFilled);
        var low = report.Curve.Single(row => row.Threshold == 0.2);
        Assert.Equal((2, 4), (low.Covered, low.FalseBoxes));
        Assert.Equal(2, report.Sizes.Sum(size => size.Things));
        Assert.Equal(1, report.Sizes.Sum(size => size.Covered));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_decoded_is_told_and_counts_nowhere()
    {
        var report = await new BoxEvaluation(new FakeDecoder { Reason = "decode.truncated" }, new FakeDetector(), 1)
            .RunAsync([Picture("broken.jpg", new LabelBox(0, 0, 5, 5))], null, Cancel);

        Assert.Equal("decode.truncated", Assert.Single(report.Undecodable).Value);
        Assert.Equal((0, 0), (report.Pictures, report.Things));
        Assert.Null(report.Result.Recall);
    }

    private LabelledPicture Picture(string name, params LabelBox[] boxes)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, [1]);
        return new LabelledPicture(path, [.. boxes.Select(box => new LabelledThing { Box = box })]);
    }

    private sealed class FakeDetector(params Box[] boxes) : IBoxDetector
    {
        public ModelUse Model => new("fake", "00", "MIT");

        public ViewSpec View => new(4, 4, Fit.Letterbox);

        public float DefaultThreshold => 0.5f;

        public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) =>
            new([.. boxes.Where(box => box.Score >= threshold)]);
    }

    /// <summary>Takes every file for a picture of 100 x 100 pixels.</summary>
    private sealed class FakeDecoder : IDecoder
    {
        public string? Reason { get; init; }

        public int Width => 1;

        public ValueTask<Decoded<MediaFacts>> ProbeAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<Decoded<ViewsResult>> ViewsAsync(ReadOnlyMemory<byte> encoded, ViewsRequest request, CancellationToken cancel) => new(
            Reason is not null ? Decoded.Failed<ViewsResult>(Reason) : new ViewsResult
            {
                Media = new MediaFacts { Modality = Modality.Image, Container = "jpeg", Codec = "jpeg", Width = 100, Height = 100 },
                Views = [.. request.Specs.Select(spec => new View(spec, 0, spec.Width, spec.Height, new byte[spec.Bytes]))],
            });

        public ValueTask<Decoded<RenderResult>> RenderAsync(ReadOnlyMemory<byte> encoded, RenderRequest request, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
