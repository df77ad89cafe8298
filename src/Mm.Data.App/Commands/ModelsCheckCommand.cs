using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Models;
using Mm.Data.Models.SelfTest;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline.Definition;
using Spectre.Console;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata models check</c>: opens models as a run does and tries how they behave.</summary>
internal static class ModelsCheckCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A model, or all.", DefaultValueFactory = _ => "all" };
        return new Command("check", "Check digests, names and shapes, and try how each model behaves.") { name }
            .Does((parse, settings, cancel) =>
                CheckAsync(settings, parse.GetRequiredValue(name), parse.GetValue(GlobalOptions.Json), cancel));
    }

    private static async Task<int> CheckAsync(AppSettings settings, string name, bool json, CancellationToken cancel)
    {
        var store = new ModelStore(settings.Models);
        await using var models = new OnnxModels(store, settings.Models);
        var test = new ModelSelfTest(store, models);
        var reports = new List<SelfTestReport>();
        foreach (var model in name == "all" ? store.List().Models : [store.Find(name)])
        {
            reports.Add(await test.RunAsync(model, cancel));
            if (!json)
                Print(reports[^1]);
        }

        if (json)
            Console.WriteLine(JsonSerializer.Serialize(reports, PipelineJson.Options));
        return reports.TrueForAll(report => report.IsGood) ? ExitCode.Done : ExitCode.Findings;
    }

    private static void Print(SelfTestReport report)
    {
        AnsiConsole.MarkupLineInterpolated($"{report.Model}: {(report.IsGood ? "good" : "not good")} ({report.Precision})");
        foreach (var check in report.Checks)
        {
            var mark = check.Outcome switch
            {
                SelfTestOutcome.Good => "[green]good[/]",
                SelfTestOutcome.Bad => "[red]bad [/]",
                _ => "    ",
            };
            AnsiConsole.MarkupLine($"  {mark} {Markup.Escape(check.What)}: {Markup.Escape(check.Found)}");
        }
    }
}
