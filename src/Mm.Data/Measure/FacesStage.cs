using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>Faces in pictures and in every sampled frame of videos.</summary>
/// <exception cref="ConfigurationException">No such model, or it is not whole.</exception>
[Stage("faces")]
public sealed class FacesStage(IModels models, FacesStage.Options options)
    : BoxStage("faces", "faces", models.OpenDetector(options.Model), options.Threshold)
{
    public sealed record Options
    {
        [Description("Box detector of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "face-cascade";

        [Description("Lowest score of a box that counts; absent: the model's own.")]
        [Range(0.0, 1.0)]
        public double? Threshold { get; init; }
    }
}
