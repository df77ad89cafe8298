using System.ComponentModel;
using Mm.Data.Measure.Sound;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Finds personal data in what is said, by a transcript with times: the search of the stage text-pii on its words. Writes when it is
/// heard, never what is said. Without a transcript it writes nothing, and Render mutes all speech.
/// </summary>
[Stage("transcript")]
public sealed class TranscriptStage(TranscriptStage.Options options, IModels? models = null) : IStage
{
    private readonly TextPii _search = new(options.Search, models);

    public StageNeeds Needs { get; } = new(BatchMax: 32);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(KnownFeatures.SpokenIntervals, FeatureKind.Vector, "From and to in seconds of every word of the transcript, in order."),
        new(KnownFeatures.SpokenPersonalIntervals, FeatureKind.Vector, "From and to in seconds of every stretch of personal data in it."),
        new("transcript.words", FeatureKind.Whole, "Words of the transcript."),
        new("transcript.personal-count", FeatureKind.Whole, "Stretches of personal data in it."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => _search.Models;

    public StageReads Reads => StageReads.Caption;

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.IsLive && sample.Words.Count > 0))
        {
            var text = new SpokenText(sample.Words);
            using var said = new Sample(sample.Id, 0) { Caption = text.Text };
            await _search.RunAsync([said], cancel);
            if (!said.IsLive)
            {
                sample.Decide(said.Verdict.Outcome, "transcript", "transcript.unreadable");
                continue;
            }

            var personal = said.Features.Spans("text-pii.spans").Select(text.Heard).ToArray();
            sample.Features.Set(KnownFeatures.SpokenIntervals, Flat(sample.Words.Select(word => (word.FromSeconds, word.ToSeconds))));
            sample.Features.Set(KnownFeatures.SpokenPersonalIntervals, Flat(personal));
            sample.Features.Set("transcript.words", (long)sample.Words.Count);
            sample.Features.Set("transcript.personal-count", (long)personal.Length);
        }
    }

    public ValueTask DisposeAsync() => _search.DisposeAsync();

    private static float[] Flat(IEnumerable<(double From, double To)> intervals) =>
        [.. intervals.Order().SelectMany(interval => new[] { (float)interval.From, (float)interval.To })];

    public sealed record Options
    {
        [Description("What to look for, as in the stage text-pii.")]
        public TextPii.Options Search { get; init; } = new();
    }
}
