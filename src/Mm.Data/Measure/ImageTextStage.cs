using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>Lines of text in pictures and in every sampled frame of videos: where they are, not what they say.</summary>
/// <exception cref="ConfigurationException">No such model, or it is not whole.</exception>
[Stage("image-text")]
public sealed class ImageTextStage(IModels models, ImageTextStage.Options options)
    : BoxStage("image-text", "text lines", models.OpenDetector(options.Model), options.Threshold)
{
    public sealed record Options
    {
        [Description("Box detector of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "text-lines";

        [Description("Lowest score of a box that counts; absent: the model's own.")]
        [Range(0.0, 1.0)]
        public double? Threshold { get; init; }
    }
}
