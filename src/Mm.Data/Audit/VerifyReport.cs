namespace Mm.Data.Audit;

/// <summary>
/// What <see cref="Verifier"/> found. <paramref name="Checked"/> counts what was looked at; <paramref name="NotChecked"/> says what was
/// not, and why.
/// </summary>
public sealed record VerifyReport(
    IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, long> Checked, IReadOnlyList<string> NotChecked)
{
    /// <summary>Nothing was found.</summary>
    public bool Holds => Findings.Count == 0;
}
