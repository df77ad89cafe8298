using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Pipeline.Definition;

/// <summary>Stages with the columns of the real ones and no models, for tests of pipeline files.</summary>
internal static class FakeStages
{
    public static IReadOnlyList<Type> Types { get; } =
        [typeof(Media), typeof(TextPii), typeof(Hashes), typeof(Alignment), typeof(Faces), typeof(ImageText)];

    public static StageCatalog Catalog() => new(Types);

    /// <summary>Knows one model, <c>mini</c>, by name alone.</summary>
    public sealed class Models : IServiceProvider
    {
        private readonly string _known = "mini";

        public object? GetService(Type serviceType) => serviceType == typeof(Models) ? this : null;

        public void Open(string name)
        {
            if (name != _known)
                throw new ConfigurationException($"unknown model {name}; known: {_known}");
        }
    }

    public abstract class Stage(params IReadOnlyList<FeatureColumn> columns) : IStage
    {
        public StageNeeds Needs => new();

        public IReadOnlyList<FeatureColumn> Columns => columns;

        public IReadOnlyList<ViewSpec> Views => [];

        public IReadOnlyList<ModelUse> Models => [];

        public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            return ValueTask.CompletedTask;
        }
    }

    [Stage("media")]
    public sealed class Media(Media.Options options) : Stage(
        new("media.modality", FeatureKind.Code, ""), new("media.pixels", FeatureKind.Whole, ""),
        new("media.aspect", FeatureKind.Number, ""))
    {
        public Options Given => options;

        public sealed record Options;
    }

    [Stage("text-pii")]
    public sealed class TextPii(TextPii.Options options) : Stage(
        new("text-pii.spans", FeatureKind.Spans, "") { SpanTypes = ["EMAIL", "PHONE"] },
        new("text.length", FeatureKind.Whole, ""), new("text.words", FeatureKind.Whole, ""))
    {
        public Options Given => options;

        public sealed record Options
        {
            [Description("Kinds to look for.")]
            [MinLength(1)]
            public IReadOnlyList<string> Kinds { get; init; } = ["EMAIL", "PHONE"];
        }
    }

    [Stage("hashes")]
    public sealed class Hashes(Hashes.Options options) : Stage(
        new("hashes.perceptual", FeatureKind.Code, ""), new("hashes.flat", FeatureKind.Flag, ""))
    {
        public Options Given => options;

        public sealed record Options;
    }

    [Stage("alignment")]
    public sealed class Alignment : Stage
    {
        public Alignment(Options options, Models models)
            : base(new("alignment.cosine", FeatureKind.Number, ""), new("alignment.image-embedding", FeatureKind.Vector, ""))
        {
            models.Open(options.Model);
            Given = options;
        }

        public Options Given { get; }

        public sealed record Options
        {
            [Description("Name of a dual encoder.")]
            public required string Model { get; init; }

            [Description("Pairs a batch.")]
            [Range(1, 512)]
            public int Batch { get; init; } = 16;
        }
    }

    [Stage("faces")]
    public sealed class Faces(Faces.Options options) : Stage(
        new("faces.boxes", FeatureKind.Boxes, ""), new("faces.count", FeatureKind.Whole, ""),
        new("faces.area-share", FeatureKind.Number, ""))
    {
        public Options Given => options;

        public sealed record Options : IValidatableObject
        {
            public string Model { get; init; } = "face-ssd";

            [Description("Lowest score of a box.")]
            [Range(0.0, 1.0)]
            public double? Threshold { get; init; }

            [AllowedValues("whole", "tiles")]
            public string Look { get; init; } = "whole";

            public bool Flip { get; init; }

            public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
            {
                if (Flip && Look == "tiles")
                    yield return new ValidationResult("flip does not go with look: tiles", [nameof(Flip)]);
            }
        }
    }

    [Stage("image-text")]
    public sealed class ImageText(ImageText.Options options) : Stage(
        new("image-text.boxes", FeatureKind.Boxes, ""), new("image-text.area-share", FeatureKind.Number, ""))
    {
        public Options Given => options;

        public sealed record Options
        {
            public string Model { get; init; } = "text-lines";
        }
    }
}
