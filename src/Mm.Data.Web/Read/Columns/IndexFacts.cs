using Mm.Data.Pipeline;

namespace Mm.Data.Web.Read.Columns;

/// <summary>What became of samples: the phase that ended their way, how, by whom and why; and of how many.</summary>
public sealed record VerdictKind(Phase Phase, Outcome Outcome, string Stage, string Reason)
{
    public long Samples { get; init; }
}

/// <summary>A part file: its split, and the first row of each of its row groups.</summary>
public sealed record PartGroups(string Path, string Split, IReadOnlyList<long> FirstRows);

/// <summary>What an index of a release is made of; lies in it as JSON.</summary>
public sealed record IndexFacts
{
    /// <summary>Raised when the files of an index change their form: older ones are made anew.</summary>
    public const int CurrentVersion = 2;

    public required int Version { get; init; }

    public required long Samples { get; init; }

    public required long Released { get; init; }

    public required IReadOnlyList<NumberColumn> Numbers { get; init; }

    public required IReadOnlyList<VerdictKind> Verdicts { get; init; }

    public required IReadOnlyList<RuleBound> Bounds { get; init; }

    /// <summary>Names of sources of released rows.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required IReadOnlyList<PartGroups> Parts { get; init; }

    public required bool HasHashes { get; init; }

    /// <summary>Bytes of a sketch of an embedding: one bit a dimension; 0 where rows have none.</summary>
    public required int SketchBytes { get; init; }

    /// <summary>Sample of the first event of each audit file, in the manifest's order.</summary>
    public required IReadOnlyList<string?> FirstEvents { get; init; }

    /// <summary>Lines before each MiB of the large audit files, by path.</summary>
    public required IReadOnlyDictionary<string, long[]> EventLines { get; init; }

    public IReadOnlyList<string> Splits => [.. Parts.Select(part => part.Split).Distinct()];
}
