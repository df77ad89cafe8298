using System.Globalization;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;

namespace Mm.Data.App.Reports;

/// <summary>
/// In how many released samples something was filled, by kind: on material without people or text it is the rate of false fills.
/// </summary>
internal static class FillReport
{
    public static async Task<int> PrintAsync(string folder, bool json, CancellationToken cancel)
    {
        using var release = await ReleaseReader.OpenAsync(folder, cancel);
        var (released, filled) = (0, 0);
        var byKind = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in release.Manifest.Audit)
        {
            await foreach (var line in AuditFile.ReadAsync(Path.Combine(release.Folder, file.Path), cancel))
            {
                if (line.Event is not { Phase: Phase.Render, Verdict.Outcome: Outcome.Kept })
                    continue;
                released++;
                var kinds = Kinds(line.Event);
                filled += kinds.Count > 0 ? 1 : 0;
                foreach (var kind in kinds)
                    byKind[kind] = byKind.GetValueOrDefault(kind) + 1;
            }
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { released, filled, byKind }, PipelineJson.Options));
            return ExitCode.Done;
        }

        Console.WriteLine($"filled in      {Told(filled, released)} of {released} samples");
        foreach (var (kind, count) in byKind)
            Console.WriteLine($"  {kind,-12} {Told(count, released)}");
        return ExitCode.Done;
    }

    private static HashSet<string> Kinds(AuditEvent rendered) =>
        [.. rendered.Redactions.Concat(rendered.Obfuscations).Where(one => one.Where == "pixels").Select(one => one.Kind)];

    private static string Told(int count, int of) => string.Create(
        CultureInfo.InvariantCulture, $"{count} ({(of > 0 ? 100.0 * count / of : 0):0.0} %)");
}
