using System.Text.Json.Serialization;

namespace Mm.Data.Pipeline;

/// <summary>The types a feature column may have. All are nullable: a sample that failed early has none.</summary>
public enum FeatureKind : byte
{
    /// <summary><see cref="double"/>.</summary>
    Number,

    /// <summary><see cref="long"/>.</summary>
    Whole,

    /// <summary><see cref="string"/>; codes and digests, never content but for text that a stage has redacted.</summary>
    Code,

    /// <summary><see cref="bool"/>.</summary>
    Flag,

    /// <summary><c>float[]</c>, an embedding or histogram of a fixed length.</summary>
    Vector,

    /// <summary><c>Box[]</c>.</summary>
    Boxes,

    /// <summary><c>Span[]</c>.</summary>
    Spans,
}

/// <summary>
/// One column of the feature table. <paramref name="Name"/> is dotted (<c>alignment.cosine</c>); files write the dot as an underscore.
/// </summary>
public sealed record FeatureColumn(string Name, FeatureKind Kind, string Description)
{
    /// <summary>Columns of spans: every type that a span may have. For checking pipeline files; not written into feature files.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> SpanTypes { get; init; } = [];
}
