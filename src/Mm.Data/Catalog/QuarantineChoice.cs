namespace Mm.Data.Catalog;

/// <summary>Which samples in quarantine; what is left empty chooses nothing away.</summary>
/// <param name="Pipeline">Of this pipeline.</param>
/// <param name="Samples">With ids that are or begin with one of these.</param>
/// <param name="Reasons">With one of these reasons.</param>
public sealed record QuarantineChoice(string? Pipeline, IReadOnlyList<string> Samples, IReadOnlyList<string> Reasons)
{
    public static QuarantineChoice All { get; } = new(null, [], []);

    public bool Takes(QuarantineRecord record) =>
        (Pipeline is null || record.Pipeline == Pipeline)
        && (Samples.Count == 0 || Samples.Any(id => record.SampleId.StartsWith(id, StringComparison.Ordinal)))
        && (Reasons.Count == 0 || Reasons.Contains(record.Reason));
}
