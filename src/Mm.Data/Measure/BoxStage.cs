using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// What the stages that look for boxes have in common: a detector over every view of a sample, and three columns. A detector that fails
/// quarantines the sample: what was not searched is not shipped.
/// </summary>
public abstract class BoxStage : IStage
{
    private readonly string _stage;
    private readonly DetectorGuard? _detector;
    private readonly float _threshold;

    /// <param name="stage">Name of the stage; its columns begin with it.</param>
    /// <param name="what">What the boxes hold, in the plural, for the columns' descriptions.</param>
    /// <param name="detector">Shared; it belongs to <see cref="IModels"/>. Null: nobody looks, and nothing is found.</param>
    /// <param name="threshold">Lowest score of a box that counts; null: the model's own.</param>
    private protected BoxStage(string stage, string what, IBoxDetector? detector, double? threshold)
    {
        (_stage, _threshold) = (stage, (float?)threshold ?? detector?.DefaultThreshold ?? 1);
        _detector = detector is null ? null : new DetectorGuard(detector, TimeProvider.System);
        Columns =
        [
            new($"{stage}.boxes", FeatureKind.Boxes, $"Every one of the {what} found, over all sampled frames."),
            new($"{stage}.count", FeatureKind.Whole, $"How many {what} were found; in the fullest sampled frame for a video."),
            new(
                $"{stage}.area-share",
                FeatureKind.Number,
                $"Share of the picture that {what} cover, 0 to 1; of the fullest sampled frame for a video."),
        ];
    }

    public StageNeeds Needs { get; } = new(Workers: Environment.ProcessorCount);

    public IReadOnlyList<FeatureColumn> Columns { get; }

    public IReadOnlyList<ViewSpec> Views => _detector is null ? [] : [_detector.View];

    public IReadOnlyList<ModelUse> Models => _detector is null ? [] : [_detector.Model];

    public StageReads Reads => StageReads.Asset;

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.IsLive))
        {
            try
            {
                await MeasureAsync(sample, cancel);
            }
            catch (DetectorException)
            {
                sample.Decide(Outcome.Quarantined, _stage, $"{_stage}.detector-failed");
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private async Task MeasureAsync(Sample sample, CancellationToken cancel)
    {
        var frames = _detector is null ? NotLooked(sample) : [];
        foreach (var view in sample.Views.Where(view => view.Spec == _detector?.View))
        {
            var boxes = await _detector!.DetectAsync(view, _threshold, cancel);
            frames.Add([.. boxes.Select(box => box with { TimeSeconds = view.TimeSeconds })]);
        }

        if (frames.Count == 0)
            return; // sound alone
        sample.Features.Set($"{_stage}.boxes", frames.SelectMany(boxes => boxes).ToArray());
        sample.Features.Set($"{_stage}.count", (long)frames.Max(boxes => boxes.Length));
        sample.Features.Set($"{_stage}.area-share", frames.Max(BoxArea.Union));
    }

    /// <summary>One frame without a box, unless there is sound alone.</summary>
    private static List<Box[]> NotLooked(Sample sample) => sample.Views.Count > 0 ? [[]] : [];
}
