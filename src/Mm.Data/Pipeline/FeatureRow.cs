namespace Mm.Data.Pipeline;

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

    /// <summary>Takes over what another row has under a name; nothing where it has none.</summary>
    public void Take(FeatureRow other, string name)
    {
        if (other._values.TryGetValue(name, out var value))
            _values[name] = value;
    }

    /// <summary>The names of all that was written, in no particular order.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

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
