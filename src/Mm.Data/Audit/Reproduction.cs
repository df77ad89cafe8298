namespace Mm.Data.Audit;

/// <summary>What could not be made anew, and why. <paramref name="Where"/> is a phase, or a sample and a phase.</summary>
public sealed record NotReproduced(string Where, string Reason);

/// <summary>
/// What came of making some samples of a release anew from their source. What differs stands among the findings of the report; what
/// could not be made anew stands here, never among what holds.
/// </summary>
public sealed record Reproduction
{
    /// <summary>How many samples were asked for.</summary>
    public required int Asked { get; init; }

    /// <summary>Chose the samples, with their ids.</summary>
    public required string Seed { get; init; }

    /// <summary>Ids of the samples that were drawn.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    /// <summary>Events that came out the same, by phase: measure, select, render.</summary>
    public required IReadOnlyDictionary<string, int> Same { get; init; }

    /// <summary>What could not be checked.</summary>
    public required IReadOnlyList<NotReproduced> NotChecked { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The input was digested and is the one that the manifest names.</summary>
    public bool IsInputKnown { get; init; }

    /// <summary>The models at hand are those that the manifest names.</summary>
    public bool AreModelsKnown { get; init; }

    /// <summary>Nothing at all was made anew, though it was asked for.</summary>
    public bool IsEmpty => Asked > 0 && Same.Count == 0 && Findings.Count == 0;
}
