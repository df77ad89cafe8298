namespace Mm.Data.Audit;

/// <summary>
/// What <see cref="Verifier"/> found. <paramref name="Checked"/> counts what was looked at; <paramref name="NotChecked"/> says what was
/// not, and why.
/// </summary>
public sealed record VerifyReport(
    IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, long> Checked, IReadOnlyList<string> NotChecked)
{
    // What no check of the files alone can tell; stands in every report that no reproduction takes it out of.
    internal const string SourceUnchecked = "The source: that the input was what its digest says.";
    internal const string ModelsUnchecked = "The models: that their digests belong to the models that ran.";
    internal const string ScoresUnchecked = "The scores in rows and features: no model runs here.";

    /// <summary>What came of making samples anew; null where that was not asked for.</summary>
    public Reproduction? Reproduction { get; init; }

    /// <summary>Nothing was found.</summary>
    public bool Holds => Findings.Count == 0;

    /// <summary>The same report with what a reproduction found, and without what it has checked.</summary>
    public VerifyReport With(Reproduction reproduction)
    {
        var counted = new SortedDictionary<string, long>(Checked.ToDictionary(), StringComparer.Ordinal);
        foreach (var (phase, count) in reproduction.Same)
            counted[$"{phase} events made anew"] = count;
        var scores = $"The scores of all samples but the {reproduction.Same.GetValueOrDefault("measure")} that were measured anew.";
        IEnumerable<string> left = NotChecked
            .Where(what => !(what == SourceUnchecked && reproduction.IsInputKnown))
            .Where(what => !(what == ModelsUnchecked && reproduction.AreModelsKnown && reproduction.Same.ContainsKey("measure")))
            .Select(what => what == ScoresUnchecked && reproduction.Same.ContainsKey("measure") ? scores : what);
        return new VerifyReport([.. Findings, .. reproduction.Findings], counted, [.. left]) { Reproduction = reproduction };
    }
}
