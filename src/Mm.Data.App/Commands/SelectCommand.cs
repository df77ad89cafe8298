using System.CommandLine;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;
using Mm.Data.Run.Reselect;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata select</c>: decides again on the features of a release with other settings, and tells the difference.</summary>
internal static class SelectCommand
{
    public static Command Create()
    {
        var release = new Argument<string>("release")
        {
            Description = "Folder of a release, or of a run that has measured; or az://CONTAINER/PREFIX.",
        };
        var set = new Option<string[]>("--set") { Description = "select.path=value over the release's pipeline; may be given again." };
        var pipeline = new Option<string?>("--pipeline") { Description = "Pipeline file in the place of the one in the release." };
        var write = new Option<string?>("--write") { Description = "File for the pipeline with the changed settings; it must not exist." };
        var changes = new Option<string?>("--changes")
        {
            Description = "File for the samples whose decision changed, as JSON Lines; it must not exist.",
        };
        return new Command("select", "Decide again on stored features, in seconds, and tell what would change.")
        {
            release, set, pipeline, write, changes,
        }
            .Does(async (parse, settings, cancel) =>
            {
                foreach (var file in new[] { parse.GetValue(write), parse.GetValue(changes) })
                {
                    if (File.Exists(file))
                        throw new ConfigurationException($"{file} exists: choose another name, or delete it.");
                }

                var moved = new StringBuilder();
                var isListed = parse.GetValue(changes) is not null;
                var request = new ReselectRequest
                {
                    Folder = await ReadableRelease.FolderAsync(parse.GetRequiredValue(release), settings, cancel),
                    Pipeline = parse.GetValue(pipeline),
                    Overrides = parse.GetValue(set) ?? [],
                };
                // Decoder, models and cache are opened for an evaluation set that has to be measured alone.
                await using var provider = MeasuringServices.WithCache(settings).BuildServiceProvider();
                var reselector = new Reselector(new StageCatalog(typeof(Sample).Assembly), provider.GetRequiredService<KnownFolders>);
                var difference = await reselector.RunAsync(request, Note, cancel);
                await SaveAsync(parse.GetValue(changes), moved.ToString(), cancel);
                await SaveAsync(parse.GetValue(write), PipelineText.Of(difference.Pipeline), cancel);
                SelectReport.Print(difference, parse.GetValue(GlobalOptions.Json));
                return ExitCode.Done;

                void Note(SampleMove move)
                {
                    if (isListed)
                        moved.Append(JsonSerializer.Serialize(move, PipelineJson.Options)).Append('\n');
                }
            });
    }

    private static async Task SaveAsync(string? file, string text, CancellationToken cancel)
    {
        if (file is not null)
            await Durable.WriteAsync(Path.GetFullPath(file), Encoding.UTF8.GetBytes(text), cancel);
    }
}
