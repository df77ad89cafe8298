namespace Mm.Data.Pipeline;

/// <summary>The types a feature column may have. All are nullable: a sample that failed early has none.</summary>
public enum FeatureKind : byte
{
    /// <summary><see cref="double"/>.</summary>
    Number,

    /// <summary><see cref="long"/>.</summary>
    Whole,

    /// <summary><see cref="string"/>; codes and digests, never content.</summary>
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
public sealed record FeatureColumn(string Name, FeatureKind Kind, string Description);

/// <summary>
/// A rectangle on the upright picture (EXIF orientation applied), as fractions of its width and height in [0, 1].
/// <paramref name="TimeSeconds"/> is the frame's time in a video, 0 for a still.
/// </summary>
public readonly record struct Box(float X, float Y, float Width, float Height, float Score, float TimeSeconds = 0);

/// <summary>A stretch of the caption in UTF-16 code units, with the kind of thing found (<c>EMAIL</c>) and a score in [0, 1].</summary>
public readonly record struct Span(int Start, int Length, string Type, float Score);

/// <summary>The features of one sample by column name. Stages write; rules and Render read.</summary>
public sealed class FeatureRow
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public void Set(string name, double value) => _values[name] = double.IsFinite(value)
        ? value
        : throw new ArgumentException($"Feature {name} is not a finite number.", nameof(value));

    public void Set(string name, long value) => _values[name] = value;

    public void Set(string name, string value) => _values[name] = value;

    public void Set(string name, bool value) => _values[name] = value;

    public void Set(string name, float[] value) => _values[name] = value;

    public void Set(string name, Box[] value) => _values[name] = value;

    public void Set(string name, Span[] value) => _values[name] = value;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The raw value, or null where the stage did not write one.</summary>
    public object? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>A number, integer or flag (0 or 1) as a double; null where there is none or it is of another kind.</summary>
    public double? Number(string name) => this[name] switch
    {
        double d => d,
        long l => l,
        bool b => b ? 1 : 0,
        _ => null,
    };

    public string? Code(string name) => this[name] as string;

    public float[]? Vector(string name) => this[name] as float[];

    public IReadOnlyList<Box> Boxes(string name) => this[name] as Box[] ?? [];

    public IReadOnlyList<Span> Spans(string name) => this[name] as Span[] ?? [];
}

/// <summary>What Measure leaves of one sample: the row that Select reads.</summary>
public sealed record MeasuredSample(string Id, string AssetSha256, Verdict Verdict, FeatureRow Features);
