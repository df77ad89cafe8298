namespace Mm.Data.Pipeline;

/// <summary>What became of a sample in one phase. <see cref="Live"/> is the only value that is not final.</summary>
public enum Outcome : byte
{
    Live,
    Kept,
    Dropped,
    Quarantined,
    Failed,
}

/// <summary>The phases that give each sample exactly one verdict. Publish decides about releases, not samples.</summary>
public enum Phase : byte
{
    Measure,
    Select,
    Render,
}

/// <summary>
/// A decision, who took it and why. The reason is a stable kebab-case code such as <c>decode.truncated</c>, never free text or data.
/// </summary>
public readonly record struct Verdict(Outcome Outcome, string Stage, string Reason);
