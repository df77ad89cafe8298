using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Measure.Sound;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// When somebody speaks in sound and films: not what is said, nor who speaks. Samples without sound get an empty list of intervals. A
/// detector that fails quarantines the sample.
/// </summary>
/// <exception cref="ConfigurationException">No such model, or it is not whole.</exception>
[Stage("speech")]
public sealed class SpeechStage(IModels models, SpeechStage.Options options) : IStage
{
    private const double RateHz = 16_000;
    private const double QuietestDecibel = -120;

    /// <summary>Of one sound; ten minutes of it take some three seconds of one core.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(10);

    private readonly ISpeechDetector _detector = models.OpenSpeechDetector(options.Model);

    public StageNeeds Needs { get; } = new(Workers: Environment.ProcessorCount);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(KnownFeatures.SpeechIntervals, FeatureKind.Vector, "From and to in seconds of every stretch of speech, with margins."),
        new("speech.seconds", FeatureKind.Number, "Seconds of speech; 0 for what has no sound."),
        new("speech.share", FeatureKind.Number, "Share of the sound that is speech, 0 to 1; absent for what has no sound."),
        new("speech.level-dbfs", FeatureKind.Number, "Root mean square of the sound in dB of full scale, -120 for silence."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public bool Hears => true;

    public IReadOnlyList<ModelUse> Models => [_detector.Model];

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
                sample.Decide(Outcome.Quarantined, "speech", "speech.detector-failed");
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task MeasureAsync(Sample sample, CancellationToken cancel)
    {
        var sound = sample.Audio16k;
        if (sample.Media is { Modality: Modality.Image })
            return;
        var scores = sound.IsEmpty ? [] : await DetectorGuard.WithinAsync(
            "speech", AnswerLimit, TimeProvider.System, async stop => await _detector.ScoreAsync(sound, stop), cancel);
        if (scores.Any(score => score is not (>= -1e-4f and <= 1 + 1e-4f)))
            throw new DetectorException("The speech detector gave probabilities that are none.");
        var intervals = SpeechIntervals.Of(
            scores,
            _detector.HopSamples / RateHz,
            options.Threshold ?? _detector.DefaultThreshold,
            options.GapSeconds,
            options.MarginSeconds);
        var end = sound.Length / RateHz;
        var spans = intervals.Select(span => (From: Math.Max(0, span.From), To: Math.Min(end, span.To))).ToArray();
        var seconds = spans.Sum(span => span.To - span.From);
        float[] flat = [.. spans.SelectMany(span => new[] { (float)span.From, (float)span.To })];
        sample.Features.Set(KnownFeatures.SpeechIntervals, flat);
        sample.Features.Set("speech.seconds", seconds);
        if (sound.IsEmpty)
            return;
        sample.Features.Set("speech.share", Math.Min(1, seconds / end));
        sample.Features.Set("speech.level-dbfs", Level(sound.Span));
    }

    private static double Level(ReadOnlySpan<float> sound)
    {
        var energy = 0.0;
        foreach (var value in sound)
            energy += (double)value * value;
        return Math.Max(QuietestDecibel, 10 * Math.Log10(Math.Max(1e-12, energy / sound.Length)));
    }

    public sealed record Options
    {
        [Description("Speech detector of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "silero-vad";

        [Description("Lowest probability that counts as speech; absent: the model's own.")]
        [Range(0.0, 1.0)]
        public double? Threshold { get; init; }

        [Description("Pauses up to so many seconds belong to the speech around them.")]
        [Range(0.0, 60.0)]
        public double GapSeconds { get; init; } = 0.5;

        [Description("Seconds that are added before and after every stretch of speech.")]
        [Range(0.0, 10.0)]
        public double MarginSeconds { get; init; } = 0.25;
    }
}
