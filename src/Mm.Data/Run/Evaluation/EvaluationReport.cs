using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mm.Data.Evaluate;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Select;

namespace Mm.Data.Run.Evaluation;

/// <summary>
/// What an evaluation found. It holds no clock, path or host name, no id and no caption: groups and counts alone. The same release,
/// options and model give the same bytes.
/// </summary>
public sealed record EvaluationReport
{
    /// <summary>The version of this format.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    [Description("Version of this format.")]
    public required int Format { get; init; }

    [Description("Name of the pipeline that made the release.")]
    public required string Pipeline { get; init; }

    [Description("Names the run that made the release.")]
    public required string RunKey { get; init; }

    [Description("Dual encoder that captions were embedded with; null where nothing could be embedded.")]
    public required EvaluatedModel? Model { get; init; }

    [Description("The options, defaults written out.")]
    public required EvaluateOptions Options { get; init; }

    [Description("Rows of the release, by split.")]
    public required IReadOnlyList<GroupCount> Splits { get; init; }

    [Description("Rows of the chosen split.")]
    public required int Rows { get; init; }

    [Description("Rows of them that could not be ranked: without a caption, or without a picture's embedding.")]
    public required int NotRanked { get; init; }

    [Description("Null where there were not two pairs to rank.")]
    public required RetrievalFigures? Retrieval { get; init; }

    public required IReadOnlyList<ScoreSummary> Scores { get; init; }

    [Description("Duplicates within and across splits, of the whole release.")]
    public required IReadOnlyList<LeakCount> Leaks { get; init; }

    public required Representation Representation { get; init; }

    [Description("The thresholds that were asked for, and whether they hold.")]
    public required IReadOnlyList<Gate> Gates { get; init; }

    /// <summary>Whether every threshold holds.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Passed => Gates.All(gate => gate.Passed);

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>JSON Schema of the report.</summary>
    public static JsonObject JsonSchema() => DefinitionSchema.Of(typeof(EvaluationReport));
}

/// <summary>The dual encoder, and whether it is the one that scored the release.</summary>
public sealed record EvaluatedModel(string Name, string Digest, string Licence, bool OfRelease);
