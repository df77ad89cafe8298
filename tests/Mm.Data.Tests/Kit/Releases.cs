using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Tests.Kit;

/// <summary>Reads what a release holds.</summary>
internal static class Releases
{
    /// <summary>The whole audit trail in ledger order.</summary>
    public static async Task<IReadOnlyList<AuditEvent>> EventsAsync(string release, CancellationToken cancel)
    {
        var events = new List<AuditEvent>();
        foreach (var file in (await ReleaseReader.OpenAsync(release, cancel)).Manifest.Audit)
        {
            await foreach (var line in AuditFile.ReadAsync(Path.Combine(release, file.Path), cancel))
                events.Add(line.Event);
        }

        return events;
    }
}
