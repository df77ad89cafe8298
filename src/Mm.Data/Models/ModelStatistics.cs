using System.Text.Json.Serialization;

namespace Mm.Data.Models;

/// <summary>What one graph at one shape has done since it was opened. Times and counts of this process; no part of a release.</summary>
public sealed record ModelStatistics
{
    public required string Model { get; init; }

    /// <summary><c>image</c>, <c>text</c> (with its length in ids where a model has several) or <c>detector</c>.</summary>
    public required string Tower { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Rows of one forward pass.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Forward passes.</summary>
    public long Batches { get; init; }

    /// <summary>Rows that were asked for; padding does not count.</summary>
    public long Rows { get; init; }

    /// <summary>Batches that ran before they were full because their first row had waited long enough.</summary>
    public long LingerWaits { get; init; }

    /// <summary>Most rows that waited at once.</summary>
    public int DepthMax { get; init; }

    /// <summary>Seconds that lanes spent on it, summed over the lanes.</summary>
    public double BusySeconds { get; init; }

    /// <summary>What a reader should know, such as that batches were given up; null otherwise.</summary>
    public string? Note { get; init; }

    /// <summary>Share of the rows of all passes that were asked for, 0 to 1; 0 before the first.</summary>
    [JsonInclude]
    public double MeanFill => Batches == 0 ? 0 : (double)Rows / (Batches * Batch);
}
