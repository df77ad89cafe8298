using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Models.Pull;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata models pull | catalogue</c>: known models, fetched by pinned digests.</summary>
internal static class ModelsPullCommand
{
    private static readonly Option<string[]> Catalogue = new("--catalogue")
    {
        Description = "A catalogue to use instead of those of Models:Catalogues; may stand more than once.",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Command CreateCatalogue() => new Command("catalogue", "List the models that can be pulled.") { Catalogue }
        .Does((parse, settings, _) =>
        {
            var models = Read(settings, parse.GetValue(Catalogue));
            if (parse.GetValue(GlobalOptions.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    models.Select(m => new { m.Name, m.Precision, m.Licence, m.Bytes, m.From, m.Source, m.Files }), PipelineJson.Options));
                return Task.FromResult(ExitCode.Done);
            }

            foreach (var model in models)
            {
                var what = $"{model.Licence.Name}: {model.Description}";
                Console.WriteLine($"{model.Name,-32} {EnumCode.Of(model.Precision)} {Megabytes(model.Bytes),9}  {what}");
            }


            return Task.FromResult(ExitCode.Done);
        });

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A model of the catalogue (`mmdata models catalogue`)." };
        var from = new Option<string?>("--from") { Description = "Base address instead of Models:PullBase, for mirrors." };
        var http = new Option<bool>("--allow-http")
        {
            Description = "Plain HTTP to other machines, too; digests are checked all the same.",
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder of pulled models.",
            DefaultValueFactory = _ => ModelsCommand.MadeFolder,
        };
        return new Command("pull", "Fetch a known model by pinned digests.") { name, Catalogue, from, http, output }
            .Does((parse, settings, cancel) =>
            {
                var model = Find(Read(settings, parse.GetValue(Catalogue)), parse.GetRequiredValue(name));
                var allowHttp = parse.GetValue(http);
                var pull = new PullSettings
                {
                    Base = Addresses.Parse(parse.GetValue(from) ?? settings.Models.PullBase, allowHttp),
                    AllowHttp = allowHttp,
                };
                return PullAsync(model, pull, parse.GetRequiredValue(output), parse.GetValue(GlobalOptions.Json), cancel);
            });
    }

    private static async Task<int> PullAsync(
        CatalogueModel model, PullSettings settings, string output, bool json, CancellationToken cancel)
    {
        Console.Error.WriteLine($"{model.Name}: {Megabytes(model.Bytes)}, licence {model.Licence.Name}: {model.Licence.Terms}");
        using var puller = new ModelPuller(settings, TimeProvider.System);
        var pulled = await PullReport.ShowAsync(
            progress => puller.PullAsync(model, output, progress, cancel));
        foreach (var problem in pulled.Problems)
            Console.Error.WriteLine($"error: {problem}");
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(pulled, PipelineJson.Options));
        else if (pulled.Problems.Count == 0)
            Console.WriteLine($"{model.Name}: {(pulled.Changed ? "pulled" : "there already")} in {pulled.Folder}");
        return pulled.Problems.Count == 0 ? ExitCode.Done : ExitCode.Findings;
    }

    private static IReadOnlyList<CatalogueModel> Read(AppSettings settings, string[]? named)
    {
        if (named is null or [])
            return CatalogueReader.ReadAll(settings.Models.Catalogues);
        return Array.Find(named, file => !File.Exists(file)) is { } missing
            ? throw new ConfigurationException($"--catalogue {missing}: no such file.")
            : CatalogueReader.ReadAll(named);
    }

    private static CatalogueModel Find(IReadOnlyList<CatalogueModel> models, string name) =>
        models.FirstOrDefault(model => model.Name == name) ?? throw new ConfigurationException(
            $"No catalogue has a model '{name}'. Known: {(models.Count == 0 ? "none" : string.Join(", ", models.Select(m => m.Name)))}. " +
            "Name a catalogue with --catalogue or Models:Catalogues (docs/models.md).");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
