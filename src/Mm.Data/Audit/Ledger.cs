using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>The events of a whole run, added in ledger order, and what follows from them: root, counts, each sample's way.</summary>
public sealed class Ledger
{
    private readonly Dictionary<string, SampleTrail> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _strings = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private readonly int[] _ranks = new int[3];

    private readonly Dictionary<string, long> _eventsByFile = new(StringComparer.Ordinal);

    public MerkleTree Tree { get; } = new();

    /// <summary>How many events each file held that <see cref="ReadAsync"/> read, by path.</summary>
    public IReadOnlyDictionary<string, long> EventsByFile => _eventsByFile;

    /// <summary>Every sample that has an event, by id.</summary>
    public IReadOnlyDictionary<string, SampleTrail> Samples => _samples;

    /// <summary>Reads audit files in the given order.</summary>
    /// <exception cref="FormatException">A line is no event in canonical form.</exception>
    public static async Task<Ledger> ReadAsync(string folder, IEnumerable<string> paths, CancellationToken cancel)
    {
        var ledger = new Ledger();
        foreach (var path in paths)
        {
            var before = ledger.Tree.Count;
            await foreach (var line in AuditFile.ReadAsync(Path.Combine(folder, path), cancel))
                ledger.Add(line);
            ledger._eventsByFile[path] = ledger.Tree.Count - before;
        }

        return ledger;
    }

    /// <summary>Reads what there is of audit files that may be damaged: a line that is no event is a leaf, and reported.</summary>
    /// <exception cref="EnvironmentException">A file cannot be read.</exception>
    internal static async Task<Ledger> ReadDamagedAsync(
        string folder, IEnumerable<string> paths, Action<string, string, string> report, CancellationToken cancel)
    {
        var ledger = new Ledger();
        foreach (var path in paths.Where(path => File.Exists(Path.Combine(folder, path))))
        {
            var before = ledger.Tree.Count;
            await foreach (var line in AuditFile.ReadRawAsync(Path.Combine(folder, path), cancel))
            {
                ledger.Tree.Add(line);
                if (AuditFile.TryParse(line) is { } auditEvent)
                    ledger.Add(auditEvent);
                else
                    report("leaf-invalid", $"{path}:{ledger.Tree.Count - before}", "The line is no audit event in canonical form.");
            }

            ledger._eventsByFile[path] = ledger.Tree.Count - before;
        }

        return ledger;
    }

    public void Add(AuditLine line)
    {
        Tree.Add(line.Bytes.Span);
        Add(line.Event);
    }

    private void Add(AuditEvent auditEvent)
    {
        if (!_samples.TryGetValue(auditEvent.SampleId, out var trail))
            _samples.Add(auditEvent.SampleId, trail = new SampleTrail());
        if (!trail.Add(auditEvent, _ranks[(int)auditEvent.Phase]++, Shared))
            _findings.Add(new Finding("event-duplicate", auditEvent.SampleId, $"More than one {EnumCode.Of(auditEvent.Phase)} event."));
    }

    /// <summary>
    /// What is wrong with the events alone: each sample has exactly one event a phase, from Measure on, up to the phase that did not
    /// keep it, and one that is in the release states digests of what was written.
    /// </summary>
    public IReadOnlyList<Finding> Check()
    {
        var findings = new List<Finding>(_findings);
        foreach (var (id, trail) in _samples.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var enters = true;
            foreach (var phase in Enum.GetValues<Phase>())
            {
                var verdict = trail.Verdict(phase);
                if (enters && verdict is null)
                    findings.Add(new Finding("event-missing", id, $"It entered {EnumCode.Of(phase)} and has no event there."));
                if (!enters && verdict is not null)
                    findings.Add(new Finding("event-unexpected", id, $"It has a {EnumCode.Of(phase)} event and did not enter that phase."));
                enters = verdict?.Outcome is Outcome.Kept;
            }

            if (trail.Verdict(Phase.Measure) is not null && (trail.Source is null || trail.Features is null))
                findings.Add(new Finding("event-without-digest", id, "Its measure event lacks the digest of source or features."));
            if (trail.IsReleased && (trail.Output is null || trail.Row is null))
                findings.Add(new Finding("event-without-digest", id, "Its render event lacks the digest of output or row."));
        }

        return findings;
    }

    public ReleaseCounts Counts() => new()
    {
        Measure = Counts(Phase.Measure),
        Select = Counts(Phase.Select),
        Render = Counts(Phase.Render),
    };

    /// <summary>Redactions in the released samples, by kind.</summary>
    public IReadOnlyDictionary<string, long> Redactions() => CountByKind(trail => trail.Redactions);

    /// <summary>Obfuscations in the released samples, by kind.</summary>
    public IReadOnlyDictionary<string, long> Obfuscations() => CountByKind(trail => trail.Obfuscations);

    private SortedDictionary<string, long> CountByKind(Func<SampleTrail, IReadOnlyDictionary<string, int>> of)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (kind, count) in _samples.Values.Where(trail => trail.IsReleased).SelectMany(of))
            counts[kind] = counts.GetValueOrDefault(kind) + count;
        return counts;
    }

    private PhaseCounts Counts(Phase phase)
    {
        var outcomes = new Dictionary<Outcome, long>();
        var reasons = new SortedDictionary<string, SortedDictionary<string, long>>(StringComparer.Ordinal);
        foreach (var verdict in _samples.Values.Select(trail => trail.Verdict(phase)).OfType<Verdict>())
        {
            outcomes[verdict.Outcome] = outcomes.GetValueOrDefault(verdict.Outcome) + 1;
            if (verdict.Outcome is Outcome.Kept)
                continue;
            if (!reasons.TryGetValue(EnumCode.Of(verdict.Outcome), out var byReason))
                reasons.Add(EnumCode.Of(verdict.Outcome), byReason = new SortedDictionary<string, long>(StringComparer.Ordinal));
            byReason[verdict.Reason] = byReason.GetValueOrDefault(verdict.Reason) + 1;
        }

        return new PhaseCounts
        {
            Entered = Entered(phase),
            Kept = outcomes.GetValueOrDefault(Outcome.Kept),
            Dropped = outcomes.GetValueOrDefault(Outcome.Dropped),
            Quarantined = outcomes.GetValueOrDefault(Outcome.Quarantined),
            Failed = outcomes.GetValueOrDefault(Outcome.Failed),
            Reasons = reasons.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, long>)pair.Value),
        };
    }

    /// <summary>Counted from the phase before, so that a lost event breaks conservation instead of shrinking both sides.</summary>
    private long Entered(Phase phase) => phase is Phase.Measure
        ? _samples.Count
        : _samples.Values.LongCount(trail => trail.Verdict(phase - 1)?.Outcome is Outcome.Kept);

    /// <summary>One instance of each reason and stage, however many events carry it.</summary>
    private string Shared(string value) => _strings.TryGetValue(value, out var shared) ? shared : _strings[value] = value;
}
