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
    private readonly Dictionary<string, (string Group, int First, int Last)> _ranks = new(StringComparer.Ordinal);

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

            CheckOrder(id, trail.Rank(Phase.Render), split, path);
            if (trail.Split is { } stated && stated != split)
                _findings.Add(new Finding("row-in-wrong-split", id, $"It lies in {path}; its event says {stated}."));
            return trail;
        }
    }

    /// <summary>Takes one row of a feature file.</summary>
    /// <param name="row">Verdict and source of the row.</param>
    /// <param name="digest">Over all of it; null where only its kernel columns were read.</param>
    /// <param name="path">Where it lies.</param>
    public void AddFeatures(MeasuredSample row, Sha256Digest? digest, string path)
    {
        lock (_lock)
        {
            if (!_features.Add(row.Id))
                _findings.Add(new Finding("features-duplicate", row.Id, $"A second row, in {path}."));
            if (ledger.Samples.TryGetValue(row.Id, out var measured) && measured.Verdict(Phase.Measure) is not null)
                CheckOrder(row.Id, measured.Rank(Phase.Measure), "features", path);
            if (!ledger.Samples.TryGetValue(row.Id, out var trail) || trail.Verdict(Phase.Measure) is not { } verdict)
                _findings.Add(new Finding("features-without-event", row.Id, $"A row in {path}, and no measure event."));
            else if (digest is not null && digest != trail.Features)
                _findings.Add(new Finding("features-differ-from-event", row.Id, $"Its row in {path} is not the one that was measured."));
            else if (verdict != row.Verdict || trail.Source?.ToString() != row.AssetSha256)
                _findings.Add(new Finding("features-differ-from-event", row.Id, $"Verdict or source digest in {path} is not the event's."));
        }
    }

    /// <summary>Within a file the order is that of the events; files are held against one another at the end.</summary>
    private void CheckOrder(string id, int rank, string group, string path)
    {
        var (_, first, last) = _ranks.GetValueOrDefault(path, (group, rank, -1));
        if (rank < last)
            _findings.Add(new Finding("row-moved", id, $"In {path} it stands behind a row that it should stand before."));
        _ranks[path] = (group, first, rank);
    }

    private IEnumerable<Finding> CheckFileOrder() =>
        from files in _ranks.GroupBy(file => file.Value.Group, StringComparer.Ordinal)
        let ordered = files.OrderBy(file => file.Key, StringComparer.Ordinal).ToList()
        from pair in ordered.Zip(ordered.Skip(1))
        where pair.Second.Value.First < pair.First.Value.Last
        select new Finding("file-moved", pair.Second.Key, $"Its first row should stand before the last of {pair.First.Key}.");

    /// <summary>Everything found, once all rows are in.</summary>
    public IReadOnlyList<Finding> Finish()
    {
        List<Finding> findings = [.. _findings, .. CheckFileOrder()];
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
