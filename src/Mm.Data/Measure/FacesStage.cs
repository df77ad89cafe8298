using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Faces in pictures and in every sampled frame of videos. A detector that fails quarantines the sample: what was not searched is not
/// shipped.
/// </summary>
[Stage("faces")]
public sealed class FacesStage : IStage
{
    private readonly IBoxDetector _detector;
    private readonly BoxMeasurement _measurement;

    public sealed record Options
    {
        [Description("Box detector of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "face-ssd";

        [Description("Lowest score of a box that counts; absent: the model's own.")]
        [Range(0.0, 1.0)]
        public double? Threshold { get; init; }
    }

    /// <exception cref="ConfigurationException">No such model, or it is not whole.</exception>
    public FacesStage(IModels models, Options options)
    {
        _detector = models.OpenDetector(options.Model);
        _measurement = new BoxMeasurement("faces", "faces", _detector, (float?)options.Threshold ?? _detector.DefaultThreshold);
    }

    public StageNeeds Needs { get; } = new(Workers: Environment.ProcessorCount);

    public IReadOnlyList<FeatureColumn> Columns => _measurement.Columns;

    public IReadOnlyList<ViewSpec> Views => [_detector.View];

    public IReadOnlyList<ModelUse> Models => [_detector.Model];

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel) => await _measurement.RunAsync(batch, cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the detector is shared and belongs to IModels
}
