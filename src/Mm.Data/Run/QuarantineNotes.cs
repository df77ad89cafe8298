using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>
/// Reads from a run's audit events who is in quarantine, and has it noted for later runs and for <c>mmdata quarantine</c>.
/// </summary>
internal static class QuarantineNotes
{
    private static readonly byte[] Mark = "\"quarantined\""u8.ToArray();

    /// <param name="run">Whose samples.</param>
    /// <param name="staging">Where its events lie; where there are none any more the run was published, and all is noted.</param>
    /// <param name="catalog">Where it is noted.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task TakeAsync(ActiveRun run, string staging, RunCatalog catalog, CancellationToken cancel)
    {
        var audit = Path.Combine(staging, "audit");
        if (!Directory.Exists(audit))
            return;
        var found = new List<QuarantineRecord>();
        foreach (var file in Directory.GetFiles(audit, "*.jsonl").Order(StringComparer.Ordinal))
        {
            await foreach (var line in AuditFile.ReadRawAsync(file, cancel))
            {
                if (line.AsSpan().IndexOf(Mark) >= 0
                    && AuditFile.TryParse(line) is { Verdict.Outcome: Outcome.Quarantined } quarantined)
                    found.Add(Record(run, quarantined));
            }
        }

        var ids = run.Plan.Samples.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
        await catalog.Quarantine.RecordAsync(run.Definition.Name, ids.Contains, found, cancel);
    }

    private static QuarantineRecord Record(ActiveRun run, AuditEvent quarantined) => new()
    {
        Pipeline = run.Definition.Name,
        SampleId = quarantined.SampleId,
        Phase = quarantined.Phase,
        Stage = quarantined.Verdict.Stage,
        Reason = quarantined.Verdict.Reason,
        AssetSha256 = run.Plan.Find(quarantined.SampleId).AssetSha256,
        RunKey = run.Key,
    };
}
