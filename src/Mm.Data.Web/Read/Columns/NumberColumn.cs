namespace Mm.Data.Web.Read.Columns;

/// <summary>A number that was measured of the samples: over those that have it, its range.</summary>
public sealed record NumberColumn(string Name, string Description, bool IsWhole)
{
    public double Min { get; init; }

    public double Max { get; init; }

    /// <summary>Samples that have it.</summary>
    public long Samples { get; init; }
}

/// <summary>A bound that the run's rules set on a feature, and the reason of those that broke it; null where none did.</summary>
public sealed record RuleBound(string Feature, double? Min, double? Max, string? Reason);
