using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench page</c>: puts the figures of reports into a page, between the lines <c>&lt;!-- bench NAME --&gt;</c> and
/// <c>&lt;!-- end --&gt;</c>, NAME being the report file's name without its extension. What is written around them stays.
/// </summary>
internal static class PageBench
{
    private const string End = "<!-- end -->";

    private static readonly Argument<string> Page = new("page") { Description = "Markdown page with a place for each report." };

    private static readonly Argument<string[]> Reports = new("reports") { Description = "Files that --report wrote." };

    public static Command Create() => new Command("page", "Put the figures of reports into a page.") { Page, Reports }
        .Does(async (parse, _, cancel) =>
        {
            var path = parse.GetRequiredValue(Page);
            var text = await File.ReadAllTextAsync(path, cancel);
            foreach (var file in parse.GetRequiredValue(Reports))
                text = Place(text, Path.GetFileNameWithoutExtension(file), await ReadAsync(file, cancel));
            await File.WriteAllTextAsync(path, text, cancel);
            return ExitCode.Done;
        });

    /// <exception cref="ConfigurationException">The page has no place of that name.</exception>
    internal static string Place(string page, string name, BenchReport report)
    {
        var mark = $"<!-- bench {name} -->";
        var from = page.IndexOf(mark, StringComparison.Ordinal);
        var to = from < 0 ? -1 : page.IndexOf(End, from, StringComparison.Ordinal);
        return to < 0
            ? throw new ConfigurationException($"The page has no line {mark} with a line {End} behind it.")
            : $"{page[..from]}{mark}\n{Write(report)}{page[to..]}";
    }

    private static async Task<BenchReport> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchReport>(await File.ReadAllTextAsync(file, cancel), PipelineJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{file} is no report of mmdata bench: {e.Message}");
        }
    }

    private static string Write(BenchReport report)
    {
        var text = new StringBuilder();
        var machine = report.Machine;
        text.Append(CultureInfo.InvariantCulture, $"\n{machine.Processor}, {machine.Cores} cores, {machine.Runtime}, ");
        text.Append(CultureInfo.InvariantCulture, $"load {machine.LoadBefore:0.0} before.\n");
        foreach (var table in report.Tables)
            Write(text, table);
        if (report.Figures.Count > 0)
            text.Append("\n| figure | value |\n| --- | --- |\n");
        foreach (var figure in report.Figures)
            text.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Value:0.###} {figure.Unit} |\n");
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, BenchTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| {table.Title} | {table.Unit}/s | CPU ms each | ratio | CPU ratio |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var row in table.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Rate:0.#} | {row.CpuMs:0.###} | ");
            text.Append(CultureInfo.InvariantCulture, $"{row.Ratio:0.00} | {row.CpuRatio:0.00} |\n");
        }
    }
}
