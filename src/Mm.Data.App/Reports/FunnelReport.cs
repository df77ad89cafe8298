using System.Globalization;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Storage;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>What became of the samples of a release: entered, kept, dropped and failed by reason, redactions made.</summary>
internal static class FunnelReport
{
    private static readonly Phase[] Phases = [Phase.Measure, Phase.Select, Phase.Render];

    /// <param name="place">The release.</param>
    /// <param name="stores">What lies behind places.</param>
    /// <param name="wasThere">Whether a run found it there already.</param>
    /// <param name="report">How the run went that made it just now, or null.</param>
    public static async Task<int> PrintAsync(
        string place, Stores stores, bool wasThere, RunReport? report, bool json, CancellationToken cancel)
    {
        var manifest = await ReleaseCopy.ManifestAsync(place, stores.BlobsOf(place), cancel);
        var release = BlobAddress.Full(place);
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(new { release, wasThere, manifest, report }, PipelineJson.Options));
            return ExitCode.Done;
        }

        if (wasThere)
            AnsiConsole.MarkupLine("This release is there already, made by the same pipeline, input and models: nothing to do.");
        AnsiConsole.Write(Table(manifest.Counts));
        Line("redactions", manifest.Redactions);
        if (manifest.Obfuscations.Count > 0)
            Line("obfuscated only", manifest.Obfuscations);
        Line("files ignored", manifest.Census);
        foreach (var split in manifest.Shards.GroupBy(s => s.Split))
            Console.WriteLine(
                $"{split.Key,-14} {split.Sum(s => s.Rows)} samples in {split.Count()} part(s), {Mib(split.Sum(s => s.Bytes))} MiB");
        if (Phases.Any(phase => manifest.Counts.Of(phase).Quarantined > 0))
            Console.WriteLine("quarantine     see mmdata quarantine list");
        if (report is not null)
            PaceReport.Print(report);
        Console.WriteLine($"release        {release}");
        return ExitCode.Done;
    }

    /// <summary>A release that its gates refused.</summary>
    public static int Refused(PublishResult result, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, PipelineJson.Options));
            return ExitCode.Findings;
        }

        AnsiConsole.Write(Table(result.Manifest.Counts));
        Console.WriteLine("Nothing was published:");
        foreach (var gate in result.Manifest.Gates.Where(g => !g.Passed))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"- gate {gate.Name}: the release has {gate.Value}, {gate.Asked}"));
        }

        foreach (var finding in result.Findings)
            Console.WriteLine($"- {finding.Code} {finding.Where}: {finding.Message}");
        return ExitCode.Findings;
    }

    private static Table Table(ReleaseCounts counts)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns(
                new TableColumn("phase"), new TableColumn("outcome"), new TableColumn("reason"), new TableColumn("samples").RightAligned());
        foreach (var phase in Phases)
        {
            var of = counts.Of(phase);
            table.AddRow($"[bold]{EnumCode.Of(phase)}[/]", "entered", "", Count(of.Entered));
            foreach (var (outcome, reasons) in of.Reasons)
            {
                foreach (var (reason, count) in reasons)
                    table.AddRow("", outcome, reason, Count(count));
            }

            table.AddRow("", "[green]kept[/]", "", $"[green]{Count(of.Kept)}[/]");
        }

        return table;
    }

    private static void Line(string name, IReadOnlyDictionary<string, long> counts) => Console.WriteLine(
        $"{name,-14} {(counts.Count == 0 ? "none" : string.Join(", ", Told(counts)))}");

    private static IEnumerable<string> Told(IReadOnlyDictionary<string, long> counts) =>
        counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}");

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Mib(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
