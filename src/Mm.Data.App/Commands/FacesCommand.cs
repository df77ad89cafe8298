using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Decode;
using Mm.Data.Measure.Evaluation;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata faces eval</c>: a detector of boxes against labelled pictures.</summary>
internal static class FacesCommand
{
    private static readonly Argument<string> Dataset = new("dataset")
    {
        Description = "A label file (COCO .json, dlib .xml, .csv) or a folder with one or more of them and the pictures.",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Box detector of the model store.",
        DefaultValueFactory = _ => "face-cascade",
    };

    private static readonly Option<double?> Threshold = new("--threshold")
    {
        Description = "Lowest score of a box that counts; absent: the model's own.",
    };

    private static readonly Option<double> Grow = new("--grow")
    {
        Description = "Factor on a box's sides before it covers, as the fill rules of the recipes have it.",
        DefaultValueFactory = _ => 1.3,
    };

    private static readonly Option<bool> Nobody = new("--nobody")
    {
        Description = "The folder's pictures show nothing to be found: every box is false.",
    };

    private static readonly Option<string?> Report = new("--report")
    {
        Description = "Folder for report.json and a page that shows what was missed and what is false.",
    };

    public static Command Create()
    {
        var eval = new Command("eval", "Recall, false boxes and cost of a detector on labelled pictures.")
        {
            Dataset, Model, Threshold, Grow, Nobody, Report,
        };
        return new Command("faces", "Detectors of faces, heads and plates.") { eval.Does(EvalAsync) };
    }

    private static async Task<int> EvalAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var dataset = Path.GetFullPath(parse.GetRequiredValue(Dataset));
        var pictures = parse.GetValue(Nobody) ? BoxLabels.Nobody(dataset) : BoxLabels.Read(dataset);
        await using var models = new OnnxModels(new ModelStore(settings.Models), settings.Models);
        await using var decoder = new DecoderPool(settings.Decode, TimeProvider.System);
        var evaluation = new BoxEvaluation(decoder, models.OpenDetector(parse.GetRequiredValue(Model)), parse.GetValue(Grow));
        var report = await evaluation.RunAsync(pictures, parse.GetValue(Threshold), cancel);
        if (parse.GetValue(Report) is { } folder)
            await new BoxReportPage(decoder, evaluation, report).WriteAsync(Path.GetFullPath(folder), cancel);
        if (parse.GetValue(GlobalOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(report, PipelineJson.Options));
        else
            BoxReportPrinter.Print(report);
        return ExitCode.Done;
    }
}
