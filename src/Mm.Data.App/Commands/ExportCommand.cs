using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Publish.WebDataset;
using Mm.Data.Reader;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata export</c>: the rows of a release as tars for WebDataset readers.</summary>
internal static class ExportCommand
{
    private const int MiB = 1 << 20;

    public static Command Create()
    {
        var release = new Argument<string>("release") { Description = "Folder of a release, or az://CONTAINER/PREFIX." };
        var output = new Argument<string>("output") { Description = "Folder for the tars; it must not exist." };
        var size = new Option<int>("--shard-mib") { Description = "MiB of a tar, about.", DefaultValueFactory = _ => 256 };
        var lists = new Option<string[]>("--revoked")
        {
            Description = "List of revoked rows (JSON Lines), beside revoked.jsonl in the folder that holds the release.",
        };
        size.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var mib) && mib is < 1 or > 65_536)
                result.AddError("--shard-mib: give 1 to 65,536.");
        });
        return new Command("export", "Write the rows of a release into tars for WebDataset readers.") { release, output, size, lists }
            .Does(async (parse, settings, cancel) =>
            {
                var place = parse.GetRequiredValue(release);
                var folder = await ReadableRelease.FolderAsync(place, settings, cancel);
                string[] given = [.. parse.GetValue(lists) ?? []];
                var beside = await ReadableRelease.RevokedAsync(place, folder, settings, cancel);
                using var reader = await ReleaseReader.OpenAsync(folder, cancel);
                var revoked = await RevokedRows.ReadAsync(folder, beside is null ? given : [.. given, beside], cancel);
                var index = await WebDatasetExport.WriteAsync(
                    reader, parse.GetRequiredValue(output), revoked.Has, (long)parse.GetValue(size) * MiB, cancel);
                Console.WriteLine(parse.GetValue(GlobalOptions.Json)
                    ? JsonSerializer.Serialize(index, PipelineJson.Options)
                    : $"{index.Shards.Sum(shard => shard.Rows)} rows in {index.Shards.Count} tars; {index.Revoked} revoked rows left out");
                return ExitCode.Done;
            });
    }
}
