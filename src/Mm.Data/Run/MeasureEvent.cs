using Mm.Data.Audit;
using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>
/// The audit event of a measured sample: its source digest and every number that was measured, so that a later decision can be
/// checked.
/// </summary>
internal static class MeasureEvent
{
    // Of the codes those alone that no output can be asked for any more: rendering drops the metadata that they were read from.
    private const string Rights = "rights.";

    public static AuditEvent Of(MeasuredSample sample, IReadOnlyList<FeatureColumn> columns)
    {
        var facts = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var codes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (sample.Features.Number(column.Name) is { } number)
                facts[column.Name] = number;
            if (column.Name.StartsWith(Rights, StringComparison.Ordinal) && sample.Features.Code(column.Name) is { } code)
                codes[column.Name] = code;
        }

        return new AuditEvent
        {
            Phase = Phase.Measure,
            SampleId = sample.Id,
            Verdict = sample.Verdict,
            Facts = facts,
            Codes = codes,
            Digests = new Dictionary<string, string>
            {
                [AuditDigests.Source] = sample.AssetSha256,
                [AuditDigests.Features] = AuditDigests.Of(sample, columns),
            },
        };
    }
}
