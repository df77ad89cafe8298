using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>
/// The audit event of a measured sample: its source digest and every number that was measured, so that a later decision can be
/// checked.
/// </summary>
internal static class MeasureEvent
{
    public static AuditEvent Of(MeasuredSample sample, IReadOnlyList<FeatureColumn> columns)
    {
        var facts = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (sample.Features.Number(column.Name) is { } number)
                facts[column.Name] = number;
        }

        return new AuditEvent
        {
            Phase = Phase.Measure,
            SampleId = sample.Id,
            Verdict = sample.Verdict,
            Facts = facts,
            Digests = new Dictionary<string, string> { ["source"] = sample.AssetSha256 },
        };
    }
}
