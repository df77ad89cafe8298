using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Licence plates in pictures and in every sampled frame of videos. No such model comes with mmdata: bring your own (docs/faces.md).
/// </summary>
/// <exception cref="ConfigurationException">No such model, unless the options allow it; or it is not whole.</exception>
[Stage("plates")]
public sealed class PlatesStage(IModels models, PlatesStage.Options options) : BoxStage(
    "plates", "licence plates",
    options.WhenInstalled ? models.FindDetector(options.Model) : models.OpenDetector(options.Model), options.Threshold)
{
    public sealed record Options
    {
        [Description("Box detector of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "plates";

        [Description("Whether the stage finds nothing where no such model is installed. False: that is an error.")]
        public bool WhenInstalled { get; init; }

        [Description("Lowest score of a box that counts; absent: the model's own.")]
        [Range(0.0, 1.0)]
        public double? Threshold { get; init; }
    }
}
