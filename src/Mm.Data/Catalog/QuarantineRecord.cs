using Mm.Data.Pipeline;

namespace Mm.Data.Catalog;

/// <summary>
/// A sample that a pipeline could not make sure of: which, where, why, how often. Ids, codes and counts alone; where its files lie is the
/// run's own to find again.
/// </summary>
public sealed class QuarantineRecord
{
    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; set; }

    public required string SampleId { get; set; }

    public Phase Phase { get; set; }

    public required string Stage { get; set; }

    /// <summary>See docs/reasons.md.</summary>
    public required string Reason { get; set; }

    /// <summary>The asset's SHA-256, lower-case hex.</summary>
    public required string AssetSha256 { get; set; }

    /// <summary>The run that put it here last.</summary>
    public required string RunKey { get; set; }

    /// <summary>How often it was put back to be tried again.</summary>
    public int Retries { get; set; }

    /// <summary>Whether the next run is to try it again.</summary>
    public bool IsPutBack { get; set; }

    /// <summary>How often runs have tried it.</summary>
    public int Tries => Retries + (IsPutBack ? 0 : 1);
}
