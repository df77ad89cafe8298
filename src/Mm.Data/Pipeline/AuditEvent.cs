namespace Mm.Data.Pipeline;

/// <summary>
/// The trail of one sample through one phase: exactly one event each. Facts are numbers, digests are SHA-256 in hex, redactions are
/// kinds and regions; never a value, a name or a path. No time stands here: the same run gives the same bytes.
/// </summary>
public sealed record AuditEvent
{
    public required Phase Phase { get; init; }

    public required string SampleId { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Scores and the thresholds they were held against, by name.</summary>
    public IReadOnlyDictionary<string, double> Facts { get; init; } = new Dictionary<string, double>();

    /// <summary>Digests by role: <c>source</c>, <c>output</c>, <c>row</c>, <c>features</c>.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; init; } = new Dictionary<string, string>();

    /// <summary>Codes by role: <c>split</c>, <c>duplicate-of</c>, ...</summary>
    public IReadOnlyDictionary<string, string> Codes { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Redaction> Redactions { get; init; } = [];

    /// <summary>What was blurred or averaged: less than a redaction, and never counted as one.</summary>
    public IReadOnlyList<Redaction> Obfuscations { get; init; } = [];
}

/// <summary>
/// One thing removed. <paramref name="Where"/> is <c>pixels</c>, <c>text</c> or <c>sound</c>; the numbers are x, y, width, height as
/// fractions of the upright picture, or start and length in characters, or from and to in seconds.
/// </summary>
public sealed record Redaction(string Kind, string Where, IReadOnlyList<double> Region);
