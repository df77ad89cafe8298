using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>What the stages that look for boxes have in common: a detector over every view of a sample, and three columns.</summary>
internal sealed class BoxMeasurement(string stage, string what, IBoxDetector detector, float threshold)
{
    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new($"{stage}.boxes", FeatureKind.Boxes, $"Every one of the {what} found, over all sampled frames."),
        new($"{stage}.count", FeatureKind.Whole, $"How many {what} were found; in the fullest sampled frame for a video."),
        new(
            $"{stage}.area-share",
            FeatureKind.Number,
            $"Share of the picture that {what} cover, 0 to 1; of the fullest sampled frame for a video."),
    ];

    public async Task RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.IsLive))
        {
            try
            {
                await MeasureAsync(sample, cancel);
            }
            catch (DetectorException)
            {
                sample.Decide(Outcome.Quarantined, stage, $"{stage}.detector-failed");
            }
        }
    }

    private async Task MeasureAsync(Sample sample, CancellationToken cancel)
    {
        var frames = new List<Box[]>();
        foreach (var view in sample.Views.Where(view => view.Spec == detector.View))
        {
            var boxes = await detector.DetectAsync(view, threshold, cancel);
            frames.Add([.. boxes.Select(box => box with { TimeSeconds = view.TimeSeconds })]);
        }

        if (frames.Count == 0)
            return; // sound alone
        sample.Features.Set($"{stage}.boxes", frames.SelectMany(boxes => boxes).ToArray());
        sample.Features.Set($"{stage}.count", (long)frames.Max(boxes => boxes.Length));
        sample.Features.Set($"{stage}.area-share", frames.Max(BoxArea.Union));
    }
}
