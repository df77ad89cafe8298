using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Web.Read.Columns;

/// <summary>Finds how each sample ended: from the features, the rows, and the events of those that were not kept.</summary>
internal sealed class VerdictColumn(ReleaseReader release, SampleIds ids, IReadOnlySet<string> numbers)
{
    /// <summary>So many kept samples of a file are looked at for the bounds that they were held against.</summary>
    private const int KeptLookedAt = 200;

    private static readonly VerdictKind Unknown = new(Phase.Measure, Outcome.Live, "", "unknown");

    private readonly List<VerdictKind> _kinds = [];
    private readonly Dictionary<VerdictKind, int> _byKind = [];
    private readonly Dictionary<string, RuleBound> _bounds = [];
    private readonly Dictionary<string, long[]> _lines = [];

    /// <summary>Lines before each stretch of the audit files that have several.</summary>
    public IReadOnlyDictionary<string, long[]> Lines => _lines;

    public IReadOnlyList<RuleBound> Bounds => [.. _bounds.Values.OrderBy(bound => bound.Feature, StringComparer.Ordinal)];

    /// <summary>The verdicts by place, and how many samples each has.</summary>
    /// <exception cref="EnvironmentException">An audit file is damaged.</exception>
    public async Task<(ushort[] Verdicts, IReadOnlyList<VerdictKind> Kinds)> FindAsync(
        IReadOnlyDictionary<int, Verdict> ended, RowOf[] places, Action fileDone, CancellationToken cancel)
    {
        var verdicts = new ushort[ids.Count];
        Array.Fill(verdicts, KindOf(Unknown));
        foreach (var (place, verdict) in ended)
            verdicts[place] = KindOf(new VerdictKind(Phase.Measure, verdict.Outcome, verdict.Stage, verdict.Reason));
        var released = new Verdict(Outcome.Kept, "render", "rendered");
        foreach (var file in release.Manifest.Audit)
        {
            if (!IsOfMeasure(file.Path)) // the features tell those verdicts
            {
                var stretches = new LineStretches();
                await foreach (var found in VerdictScan.ReadAsync(release.WholeOf(file), KeptLookedAt, stretches, cancel))
                {
                    LearnBounds(found);
                    var verdict = found.Verdict;
                    if (verdict.Outcome is not Outcome.Kept && ids.Find(found.SampleId) is var place and >= 0)
                        verdicts[place] = KindOf(new VerdictKind(found.Phase, verdict.Outcome, verdict.Stage, verdict.Reason));
                    else if (found.Phase is Phase.Render && verdict.Outcome is Outcome.Kept)
                        released = verdict;
                }

                if (stretches.ToArray() is { Length: > 1 } before)
                    _lines[file.Path] = before;
            }

            fileDone();
        }

        var kind = KindOf(new VerdictKind(Phase.Render, Outcome.Kept, released.Stage, released.Reason));
        for (var place = 0; place < places.Length; place++)
        {
            if (places[place].Part != ReleaseIndex.NoPart)
                verdicts[place] = kind;
        }

        var counts = new long[_kinds.Count];
        foreach (var verdict in verdicts)
            counts[verdict]++;
        return (verdicts, [.. _kinds.Zip(counts, (one, count) => one with { Samples = count })]);
    }

    private static bool IsOfMeasure(string path) =>
        path.StartsWith($"{ReleasePaths.Audit}/{EnumCode.Of(Phase.Measure)}", StringComparison.Ordinal);

    private ushort KindOf(VerdictKind kind)
    {
        if (!_byKind.TryGetValue(kind, out var index))
        {
            index = _kinds.Count;
            if (index > ushort.MaxValue)
                throw new EnvironmentException("The release has more kinds of verdicts than an index can hold.");
            _kinds.Add(kind);
            _byKind.Add(kind, index);
        }

        return (ushort)index;
    }

    private void LearnBounds(AuditEvent found)
    {
        if (found.Phase is not Phase.Select)
            return;
        foreach (var (name, bound) in found.Facts)
        {
            var isMin = name.EndsWith(".min", StringComparison.Ordinal);
            if (!isMin && !name.EndsWith(".max", StringComparison.Ordinal))
                continue;
            var feature = name[..^4];
            if (!numbers.Contains(feature))
                continue;
            var known = _bounds.GetValueOrDefault(feature) ?? new RuleBound(feature, null, null, null);
            known = isMin ? known with { Min = bound } : known with { Max = bound };
            var isBroken = found.Facts.TryGetValue(feature, out var value) && (isMin ? value < bound : value > bound);
            if (isBroken && found.Verdict.Outcome is Outcome.Dropped)
                known = known with { Reason = found.Verdict.Reason };
            _bounds[feature] = known;
        }
    }
}
