using Mm.Data.Pipeline;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>Samples with one verdict: how many have the number within the bounds, outside, or not at all.</summary>
public sealed record WhatIfCount(VerdictKind Verdict, long Within, long Outside, long Missing);

/// <summary>
/// What other bounds on one number would do to a release, counted on what was measured, without running anything. A sample that an earlier
/// rule or a failure took out stays out; one that comes back may still fall to a later rule, as a duplicate, or when it is rendered.
/// </summary>
public sealed record WhatIf(string Feature, double? Min, double? Max, IReadOnlyList<WhatIfCount> Counts)
{
    /// <summary>The reason of those that the run's own bound on this number dropped; null where it has none.</summary>
    public string? Reason { get; init; }

    /// <summary>Released, and within the bounds.</summary>
    public long Stay => Released.Sum(count => count.Within);

    /// <summary>Released, and outside.</summary>
    public long Go => Released.Sum(count => count.Outside);

    /// <summary>Released without having the number: what the rule says of a missing one decides.</summary>
    public long Unknown => Released.Sum(count => count.Missing);

    /// <summary>Dropped by the run's own bound on this number, and within these: the most that can come back.</summary>
    public long Back => Counts.Where(count => Reason is not null && count.Verdict.Reason == Reason).Sum(count => count.Within);

    private IEnumerable<WhatIfCount> Released => Counts.Where(count => count.Verdict is { Phase: Phase.Render, Outcome: Outcome.Kept });

    internal static WhatIf Of(ReleaseIndex index, int number, double? min, double? max)
    {
        var kinds = index.Facts.Verdicts.Count;
        var (within, outside, missing) = (new long[kinds], new long[kinds], new long[kinds]);
        var (low, high) = (min ?? double.NegativeInfinity, max ?? double.PositiveInfinity);
        var (numbers, verdicts) = (new double[SampleScan.BlockRows], new ushort[SampleScan.BlockRows]);
        for (long from = 0; from < index.Facts.Samples; from += SampleScan.BlockRows)
        {
            var count = (int)Math.Min(SampleScan.BlockRows, index.Facts.Samples - from);
            index.Number(number).Read(from, numbers.AsSpan(0, count));
            index.Verdicts.Read(from, verdicts.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                var value = numbers[i];
                if (value >= low && value <= high)
                    within[verdicts[i]]++;
                else if (double.IsNaN(value))
                    missing[verdicts[i]]++;
                else
                    outside[verdicts[i]]++;
            }
        }

        var name = index.Facts.Numbers[number].Name;
        return new WhatIf(
            name, min, max, [.. index.Facts.Verdicts.Select((kind, i) => new WhatIfCount(kind, within[i], outside[i], missing[i]))])
        {
            Reason = index.Facts.Bounds.FirstOrDefault(bound => bound.Feature == name)?.Reason,
        };
    }
}
