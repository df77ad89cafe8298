using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mm.Data.Pipeline.Definition;

/// <summary>A pipeline file as read. Every number that changes a byte of the release stands here, none in the code that calls it.</summary>
public sealed record PipelineDefinition
{
    [Description("Name of the recipe, kebab-case; stands in manifest and card.")]
    [RegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$")]
    public required string Name { get; init; }

    [Description("Version of this file format.")]
    [Range(1, 1)]
    public required int Version { get; init; }

    [Description("One sentence for the card.")]
    public string Description { get; init; } = "";

    public SourceOptions Source { get; init; } = new();

    public ShardOptions Shards { get; init; } = new();

    public FrameOptions Frames { get; init; } = new();

    public DecodingOptions Decode { get; init; } = new();

    [Description("Measuring stages in the order they run.")]
    [MinLength(1)]
    public required IReadOnlyList<StageEntry> Measure { get; init; }

    public SelectOptions Select { get; init; } = new();

    public RenderOptions Render { get; init; } = new();

    public PublishOptions Publish { get; init; } = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvaluateOptions? Evaluate { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScheduleOptions? Schedule { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CursorOptions? Cursor { get; init; }

    /// <summary>
    /// SHA-256 of the definition with every default written out: two files that mean the same have the same fingerprint. When it runs,
    /// and over which of the files, is no part of it.
    /// </summary>
    [JsonIgnore]
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));

    /// <summary>
    /// What the fingerprint is of, as JSON: the pipeline file that a release holds. When it runs, and where other releases lie on this
    /// machine, is no part of it.
    /// </summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(
        this with { Schedule = null, Cursor = null, Select = Select.WithoutPaths() }, PipelineJson.Options);
}

public sealed record SourceOptions
{
    [Description("Label of the source in every row and in the card; never a path.")]
    [RegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$")]
    public string Name { get; init; } = "local";

    [Description("Licence of the source's media as an SPDX id or a short name; stands in every row.")]
    public string Licence { get; init; } = "unknown";

    [Description("Column of a list or key of a JSON side-car that holds the asset's path.")]
    public string PathColumn { get; init; } = "path";

    [Description("Column of a list or key of a JSON side-car that holds the caption.")]
    public string CaptionColumn { get; init; } = "text";

    [Description("Takes PDF and HTML files as documents, each picture with its text a sample. Absent: they are passed over.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DocumentOptions? Documents { get; init; }

    [Description("Cuts films where scenes change, each clip a sample with the film's caption. Absent: a film is a sample.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClipOptions? Clips { get; init; }

    [JsonIgnore]
    internal bool TakesDocuments => Documents is not null;
}

public sealed record ShardOptions
{
    [Description("Samples a measuring shard. A shard is one job: large enough to be worth one, small enough to lose.")]
    [Range(1, 100_000)]
    public int Samples { get; init; } = 256;
}
