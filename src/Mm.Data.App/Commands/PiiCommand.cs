using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Measure;
using Mm.Data.Measure.Text.Evaluation;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata pii eval | reveal</c>: the quality of the search for personal data in texts, and encrypted values in clear.</summary>
internal static class PiiCommand
{
    private const string Stage = "text-pii";

    /// <summary>The tagger of names that comes with the program.</summary>
    private const string Names = "names-en";

    public static Command Create() => new("pii", "Personal data in texts.") { CreateEval(), CreateReveal() };

    private static Command CreateEval()
    {
        var dataSet = new Argument<string>("dataset")
        {
            Description = "Labelled texts: presidio-research JSON, LifeBench JSON lines (.jsonl, .jsonl.gz), or a folder of them.",
        };
        var pipeline = new Option<string?>("--pipeline")
        {
            Description = "Pipeline file whose stage text-pii is evaluated; else its defaults, and names-en for names.",
        };
        var set = new Option<string[]>("--set") { Description = "key=value over the pipeline file; may be given again." };
        var report = new Option<string?>("--report") { Description = "Folder for report.json and report.html." };
        var examples = new Option<int>("--examples")
        {
            Description = "Misses and false findings of each type that report.html shows: texts of the data set stand in it then.",
        };
        return new Command("eval", "Score the search for personal data on labelled texts.") { dataSet, pipeline, set, report, examples }
            .Does(async (parse, settings, cancel) =>
            {
                var path = parse.GetRequiredValue(dataSet);
                await using var services = Services(settings);
                await using var stage = Open(services, parse.GetValue(pipeline), parse.GetValue(set) ?? []);
                var shown = new PiiExamples(parse.GetValue(examples));
                var result = new PiiEvaluation(stage.Analyser.Find, stage.Analyser.Types)
                    .Run(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), LabelledTexts.Read(path), shown.Add, cancel);
                PiiReportPrinter.Print(result, parse.GetValue(GlobalOptions.Json));
                if (parse.GetValue(report) is { } folder)
                    await PiiReportPage.WriteAsync(folder, result, shown, cancel);
                return ExitCode.Done;
            });
    }

    private static Command CreateReveal() => new Command(
        "reveal", "Copy standard input to standard output with encrypted values in clear. Needs the key (Privacy:Key or Privacy:KeyFile).")
        .Does(async (_, settings, cancel) =>
        {
            var key = RedactionKey.Read(settings.Privacy)
                ?? throw new ConfigurationException("There is no key; set Privacy:KeyFile or MMDATA_Privacy__Key.");
            var (text, unreadable) = new TextCipher(key).Reveal(await Console.In.ReadToEndAsync(cancel));
            Console.Write(text);
            if (unreadable > 0)
            {
                await Console.Error.WriteLineAsync(
                    $"{unreadable} values were encrypted under another key, or were changed; they stay as they are.");
            }

            return unreadable > 0 ? ExitCode.Findings : ExitCode.Done;
        });

    private static ServiceProvider Services(AppSettings settings) => new ServiceCollection()
        .AddSingleton(settings.Models)
        .AddSingleton<ModelStore>()
        .AddSingleton<IModels>(provider => new OnnxModels(provider.GetRequiredService<ModelStore>(), settings.Models))
        .BuildServiceProvider();

    private static TextPii Open(ServiceProvider services, string? pipeline, IReadOnlyList<string> overrides)
    {
        var stages = new StageCatalog(typeof(Sample).Assembly);
        if (pipeline is null)
            return (TextPii)stages.Build(Stage, new TextPii.Options { Names = Names }, services);
        var definition = PipelineFile.Load(pipeline, stages, overrides);
        var entry = definition.Measure.FirstOrDefault(one => one.Stage == Stage)
            ?? throw new ConfigurationException($"{pipeline}: has no stage {Stage}.");
        return (TextPii)stages.Build(definition with { Measure = [entry] }, services).Single();
    }
}
