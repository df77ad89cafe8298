using Mm.Data.Pipeline;

namespace Mm.Data.Audit;

/// <summary>
/// Whether the rows of the part files and feature files are those that the ledger says: each exactly once. Safe from many
/// threads.
/// </summary>
internal sealed class RowAgreement(Ledger ledger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _features = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    /// <summary>Takes one row of a part file.</summary>
    /// <returns>The sample's trail; null where the row has no business there.</returns>
    public SampleTrail? AddRow(string id, string split, string path)
    {
        lock (_lock)
        {
            if (!_rows.Add(id))
                _findings.Add(new Finding("row-duplicate", id, $"A second row, in {path}."));
            if (!ledger.Samples.TryGetValue(id, out var trail) || !trail.IsReleased)
            {
                _findings.Add(new Finding("row-without-event", id, $"A row in {path}, and no event that keeps it."));
                return null;
            }

            if (trail.Split is { } stated && stated != split)
                _findings.Add(new Finding("row-in-wrong-split", id, $"It lies in {path}; its event says {stated}."));
            return trail;
        }
    }

    /// <summary>Takes one row of a feature file.</summary>
    public void AddFeatures(MeasuredSample row, string path)
    {
        lock (_lock)
        {
            if (!_features.Add(row.Id))
                _findings.Add(new Finding("features-duplicate", row.Id, $"A second row, in {path}."));
            if (!ledger.Samples.TryGetValue(row.Id, out var trail) || trail.Verdict(Phase.Measure) is not { } verdict)
                _findings.Add(new Finding("features-without-event", row.Id, $"A row in {path}, and no measure event."));
            else if (verdict != row.Verdict || (trail.SourceSha256 is { } source && source != row.AssetSha256))
                _findings.Add(new Finding("features-differ-from-event", row.Id, $"Verdict or source digest in {path} is not the event's."));
        }
    }

    /// <summary>Everything found, once all rows are in.</summary>
    public IReadOnlyList<Finding> Finish()
    {
        var findings = new List<Finding>(_findings);
        foreach (var (id, trail) in ledger.Samples)
        {
            if (trail.IsReleased && !_rows.Contains(id))
                findings.Add(new Finding("event-without-row", id, "Its events keep it, and no part file has its row."));
            if (trail.Verdict(Phase.Measure) is not null && !_features.Contains(id))
                findings.Add(new Finding("event-without-features", id, "It was measured, and no feature file has its row."));
        }

        return
        [
            .. findings.OrderBy(finding => finding.Where, StringComparer.Ordinal).ThenBy(finding => finding.Code, StringComparer.Ordinal),
        ];
    }
}
