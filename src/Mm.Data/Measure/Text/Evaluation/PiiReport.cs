namespace Mm.Data.Measure.Text.Evaluation;

/// <summary>Quality of the analyser on one labelled data set. Holds counts only, none of its texts.</summary>
public sealed record PiiReport
{
    /// <summary>Name of the file or folder, without its path.</summary>
    public required string DataSet { get; init; }

    public required int Texts { get; init; }

    public required long Characters { get; init; }

    /// <summary>By type, the worst F2 first. A type that the data set does not mark has only false findings, unless
    /// it is one that names nobody (dates, places, ...): then it is not counted.</summary>
    public required IReadOnlyList<PiiScore> Types { get; init; }

    /// <summary>Sum over the types above.</summary>
    public required PiiScore Total { get; init; }

    /// <summary>
    /// As <see cref="Total"/>, with spans of one type that only white space parts joined on both sides, as presidio-research's own
    /// evaluation
    /// does: whether "12" and "Elm Street" are one address or two is a matter of convention.
    /// </summary>
    public required PiiScore Joined { get; init; }

    /// <summary>The same as <see cref="Total"/>, whatever type a finding has: what redaction covers.</summary>
    public required PiiScore AnyType { get; init; }

    /// <summary>Labels of the data set that no recogniser looks for, with their spans: not in the figures above.</summary>
    public required IReadOnlyDictionary<string, int> NotLookedFor { get; init; }

    /// <summary>As <see cref="Total"/>, with the labels that are not looked for counted as missed.</summary>
    public required PiiScore TotalOfAllLabels { get; init; }
}
