using System.ComponentModel;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// How likely a picture shows nudity: the probabilities of a classifier, those of the frame with the highest score for a film. Columns
/// alone: rules decide. A picture that cannot be judged is quarantined, because the rule that would drop it would not be asked.
/// </summary>
[Stage(Name)]
public sealed class NudityStage : IStage
{
    private const string Name = "nudity";
    private const string Score = "nudity.score";

    // What the model was taught as explicit, in photographs and in drawings.
    private static readonly string[] Explicit = ["porn", "hentai"];

    private readonly IPictureClassifier _classifier;

    /// <exception cref="ConfigurationException">No such model, or one of other kinds.</exception>
    public NudityStage(IModels models, Options options)
    {
        _classifier = models.OpenClassifier(options.Model);
        if (!_classifier.Classes.Intersect(Explicit).Any())
            throw new ConfigurationException($"Model '{options.Model}' has none of the kinds {string.Join(", ", Explicit)}.");
        Columns =
        [
            new(Score, FeatureKind.Number, "Probability that it is explicit, photograph or drawing; of the highest sampled frame."),
            .. _classifier.Classes.Select(kind =>
                new FeatureColumn($"nudity.{kind}", FeatureKind.Number, $"Probability of the kind {kind}, in the same frame.")),
        ];
    }

    public StageNeeds Needs { get; } = new(Workers: Environment.ProcessorCount);

    public IReadOnlyList<FeatureColumn> Columns { get; }

    public IReadOnlyList<ViewSpec> Views => [_classifier.View];

    public IReadOnlyList<ModelUse> Models => [_classifier.Model];

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
                sample.Decide(Outcome.Quarantined, Name, "nudity.model-failed");
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the classifier is shared and belongs to IModels

    private async Task MeasureAsync(Sample sample, CancellationToken cancel)
    {
        (double Score, float[] Kinds)? worst = null;
        foreach (var view in sample.Views.Where(view => view.Spec == _classifier.View))
        {
            var kinds = await _classifier.ScoreAsync(view, cancel);
            var score = Math.Min(1.0, kinds.Where((_, i) => Explicit.Contains(_classifier.Classes[i])).Sum(kind => (double)kind));
            if (worst is null || score > worst.Value.Score)
                worst = (score, kinds);
        }

        if (worst is not { } found)
            return; // sound alone
        sample.Features.Set(Score, found.Score);
        foreach (var (i, kind) in _classifier.Classes.Index())
            sample.Features.Set($"nudity.{kind}", (double)found.Kinds[i]);
    }

    public sealed record Options
    {
        [Description("Picture classifier of the model store.")]
        public string Model { get; init; } = "nudity-mobilenet";
    }
}
