using System.CommandLine;
using System.Text;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.App.Reports.Evaluation;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run.Evaluation;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata eval</c>: retrieval, loss, scores, leakage and representation of a release, and its gate.</summary>
internal static class EvalCommand
{
    private static readonly Argument<string> Release = new("release") { Description = "Folder of a release, or az://CONTAINER/PREFIX." };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Another dual encoder than the release's; the released pictures are opened and embedded then.",
    };

    private static readonly Option<string?> Split = new("--split")
    {
        Description = "all, train or eval; over the pipeline's evaluate.split.",
    };

    private static readonly Option<int?> Rows = new("--rows") { Description = "Rows that are ranked at most; over evaluate.rowsMax." };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "evaluate.path=value over the release's pipeline, such as evaluate.gate.recallAt1Min=0.2; may be given again.",
    };

    private static readonly Option<string?> Pipeline = new("--pipeline")
    {
        Description = "Pipeline file in the place of the one in the release.",
    };

    private static readonly Option<string?> Write = new("--write") { Description = "File for the result as JSON; it must not exist." };

    private static readonly Option<string?> Report = new("--report")
    {
        Description = "File for the result as one HTML page that needs nothing else; it must not exist.",
    };

    public static Command Create() =>
        new Command("eval", "Evaluate a release: retrieval with intervals, scores, leakage between splits, what it shows; and its gate.")
        {
            Release, Model, Split, Rows, Set, Pipeline, Write, Report,
        }
        .Does(async (parse, settings, cancel) =>
        {
            foreach (var file in new[] { parse.GetValue(Write), parse.GetValue(Report) })
            {
                if (File.Exists(file))
                    throw new ConfigurationException($"{file} exists: choose another name, or delete it.");
            }

            var request = new EvaluationRequest
            {
                Release = await ReadableRelease.FolderAsync(parse.GetRequiredValue(Release), settings, cancel),
                Pipeline = parse.GetValue(Pipeline),
                Overrides = [.. parse.GetValue(Set) ?? [], .. Asked(parse)],
                Model = parse.GetValue(Model),
            };
            var report = await RunAsync(request, settings, cancel);
            await SaveAsync(parse.GetValue(Write), report.ToBytes(), cancel);
            await SaveAsync(parse.GetValue(Report), Encoding.UTF8.GetBytes(EvaluationPage.Of(report)), cancel);
            EvaluationPrinter.Print(report, parse.GetValue(GlobalOptions.Json));
            return report.Passed ? ExitCode.Done : ExitCode.Findings;
        });

    private static IEnumerable<string> Asked(ParseResult parse)
    {
        if (parse.GetValue(Split) is { } split)
            yield return $"evaluate.split={split}";
        if (parse.GetValue(Rows) is { } rows)
            yield return $"evaluate.rowsMax={rows}";
    }

    private static async Task<EvaluationReport> RunAsync(EvaluationRequest request, AppSettings settings, CancellationToken cancel)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(settings.Decode)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new StageCatalog(typeof(Sample).Assembly))
            .AddSingleton<IModels>(_ => new OnnxModels(new ModelStore(settings.Models), settings.Models))
            .AddSingleton<IDecoder, DecoderPool>()
            .AddSingleton<ReleaseEvaluator>()
            .AddSingleton<ReleaseEvaluation>()
            .BuildServiceProvider();
        return await services.GetRequiredService<ReleaseEvaluation>().RunAsync(request, cancel);
    }

    private static async Task SaveAsync(string? file, byte[] bytes, CancellationToken cancel)
    {
        if (file is not null)
            await Durable.WriteAsync(Path.GetFullPath(file), bytes, cancel);
    }
}
