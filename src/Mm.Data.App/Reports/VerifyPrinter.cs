using System.Text.Json;
using Mm.Data.Audit;
using Mm.Data.Pipeline.Definition;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints what verification found.</summary>
internal static class VerifyPrinter
{
    public static void Print(VerifyReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, PipelineJson.Options));
            return;
        }

        foreach (var (what, count) in report.Checked.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Console.WriteLine($"checked {count,8} {what}");
        foreach (var what in report.NotChecked)
            Console.WriteLine($"not checked: {what}");
        if (report.Reproduction is { } reproduction)
            Print(reproduction);
        foreach (var finding in report.Findings)
            AnsiConsole.MarkupLineInterpolated($"[red]{finding.Code}[/] {finding.Where}: {finding.Message}");
        AnsiConsole.MarkupLine(
            report.Holds ? "[green]The release holds.[/]" : $"[red]{report.Findings.Count} finding(s): the release does not hold.[/]");
    }

    private static void Print(Reproduction reproduction)
    {
        Console.WriteLine($"made anew: {reproduction.Samples.Count} of {reproduction.Asked} samples asked for, seed '{reproduction.Seed}'");
        foreach (var missing in reproduction.NotChecked)
            Console.WriteLine($"could not be checked: {missing.Where}: {missing.Reason}");
        if (reproduction.IsEmpty)
            AnsiConsole.MarkupLine("[red]Nothing could be made anew.[/]");
    }
}
