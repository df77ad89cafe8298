using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Run;

namespace Mm.Data.App.Commands;

/// <summary>
/// <c>mmdata stages</c>: the measuring stages that pipeline files may name; with <c>--schemas</c> writes the JSON Schemas.
/// </summary>
internal static class StagesCommand
{
    public static Command Create()
    {
        var schemas =
            new Option<string?>("--schemas") { Description = "Folder to write the JSON Schemas of pipeline files and outputs to." };
        return new Command("stages", "List the measuring stages.") { schemas }.Does(async (parse, _, cancel) =>
        {
            var catalog = new StageCatalog(typeof(Sample).Assembly);
            if (parse.GetValue(schemas) is { } folder)
                await SchemaFolder.WriteAsync(catalog, folder, cancel);
            foreach (var stage in catalog.Names)
                Console.WriteLine(stage);
            return ExitCode.Done;
        });
    }
}
