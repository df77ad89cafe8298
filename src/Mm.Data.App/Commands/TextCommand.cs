using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Evaluation;
using Mm.Data.App.Hosting;
using Mm.Data.Decode;
using Mm.Data.Measure;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata text eval</c>: redacts text in labelled pictures and measures what was covered.</summary>
internal static class TextCommand
{
    private static readonly Argument<string> Folder = new("folder")
    {
        Description = "Pictures with truth.jsonl (ops/pages/render.py makes some); without it, pictures that hold nothing personal.",
    };

    private static readonly Option<string> Fill = new("--fill")
    {
        Description = "personal: personal data and unread lines; all-text: every line.",
        DefaultValueFactory = _ => "personal",
    };

    private static readonly Option<int> Count = new("--count") { Description = "Pictures at most; 0: all." };

    private static readonly Option<int> Skip = new("--skip") { Description = "Pictures left out before those: to measure many in pieces." };

    private static readonly Option<int> SideMax = new("--side-max") { Description = "Longer side of what is rendered; 0 keeps it." };

    private static readonly Option<int> FineSide = new("--fine-side")
    {
        Description = "The stage's fineSide.",
        DefaultValueFactory = _ => new ImageTextStage.Options().FineSide,
    };

    private static readonly Option<double?> ConfidenceMin = new("--confidence-min") { Description = "The stage's confidenceMin." };

    private static readonly Option<double> AspectMin = new("--aspect-min")
    {
        Description = "The stage's aspectMin.",
        DefaultValueFactory = _ => new ImageTextStage.Options().AspectMin,
    };

    private static readonly Option<string> Names = new("--names")
    {
        Description = "The stage's names, such as names-en.",
        DefaultValueFactory = _ => new ImageTextStage.Options().Names,
    };

    public static Command Create()
    {
        Fill.AcceptOnlyFromAmong("personal", "all-text");
        return new Command("text", "Text in pictures.")
        {
            new Command("eval", "Redact text in labelled pictures, and measure what was covered and what can still be read.")
            {
                Folder, Fill, Count, Skip, SideMax, FineSide, ConfidenceMin, AspectMin, Names,
            }.Does(RunAsync),
        };
    }

    private static async Task<int> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var options = new ImageTextStage.Options
        {
            Reader = "text-reader",
            FineSide = parse.GetValue(FineSide),
            ConfidenceMin = parse.GetValue(ConfidenceMin),
            AspectMin = parse.GetValue(AspectMin),
            Names = parse.GetRequiredValue(Names),
        };
        var features = parse.GetValue(Fill) == "all-text" ? ["boxes"] : new[] { "personal-boxes", "unread-boxes" };
        var render = new RenderOptions
        {
            Fill =
            [
                .. features.Select(name => new FillRule { Feature = $"image-text.{name}", Kind = "text", Grow = 1.05, FilledShare = 0.7 }),
            ],
            SideMax = parse.GetValue(SideMax),
        };
        var folder = parse.GetRequiredValue(Folder);
        var pages = PageTruth.Read(folder).Skip(parse.GetValue(Skip)).ToList();
        if (pages.Count == 0)
            throw new ConfigurationException($"{folder} has no more than {parse.GetValue(Skip)} pictures. Give a lower --skip.");
        await using var models = new OnnxModels(new ModelStore(settings.Models), settings.Models);
        await using var decoder = new DecoderPool(settings.Decode, TimeProvider.System);
        await using var stage = new ImageTextStage(models, options, decoder);
        var trial = new TextTrial(folder, decoder, models, stage, options, render, Environment.ProcessorCount, Console.Error.WriteLine);
        var report = await trial.RunAsync(parse.GetValue(Count) is > 0 and var count ? [.. pages.Take(count)] : pages, cancel);
        if (parse.GetValue(GlobalOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(report, PipelineJson.Options));
        else
            TextPrinter.Print(report);
        return report.Groups.Any(group => group.AreReadable > 0) ? ExitCode.Findings : ExitCode.Done;
    }
}
