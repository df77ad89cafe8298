using Mm.Data.Measure.Sound;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Whether a transcript's times are those of the sound: captions that were made for another cut of a film, or at another frame rate, are
/// late by seconds, or ever later. By loudness alone, without a model. Samples without sound or transcript get nothing.
/// </summary>
[Stage("transcript-drift")]
public sealed class TranscriptDriftStage : IStage
{
    public StageNeeds Needs { get; } = new(Workers: Environment.ProcessorCount);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new("transcript-drift.seconds", FeatureKind.Number, "Seconds that the transcript is late by, -5 to 5: the shift that fits best."),
        new("transcript-drift.growth-seconds", FeatureKind.Number, "Seconds that its second half is later than its first."),
        new("transcript-drift.fit", FeatureKind.Number, "Correlation of words and loudness at that shift, 0 to 1; low: another text."),
        new("transcript-drift.fit-unshifted", FeatureKind.Number, "The same as the transcript stands, -1 to 1."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public bool Hears => true;

    public IReadOnlyList<ModelUse> Models => [];

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.IsLive && sample.Words.Count > 0))
        {
            cancel.ThrowIfCancellationRequested();
            (double, double)[] words = [.. sample.Words.Select(word => (word.FromSeconds, word.ToSeconds))];
            if (WordFit.Of(sample.Audio16k.Span, words) is not { } fit)
                continue;
            var (seconds, best) = fit.Best();
            sample.Features.Set("transcript-drift.seconds", seconds);
            sample.Features.Set("transcript-drift.fit", Math.Max(0, best));
            sample.Features.Set("transcript-drift.fit-unshifted", fit.AsItStands());
            if (fit.Growth() is { } growth)
                sample.Features.Set("transcript-drift.growth-seconds", growth);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public sealed record Options;
}
