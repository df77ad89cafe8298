using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata inspect</c>: a release's funnel, or with <c>--sample</c> the whole story of one sample.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var release = new Argument<string>("release") { Description = "Folder of a release." };
        var sample = new Option<string?>("--sample") { Description = "Id of a sample, or its first six characters or more." };
        var firstKept = new Option<bool>("--first-kept") { Description = "Print the id of the release's first sample alone, for scripts." };
        return new Command("inspect", "Tell what became of a release's samples, or the story of one.") { release, sample, firstKept }
            .Does(async (parse, _, cancel) =>
            {
                var json = parse.GetValue(GlobalOptions.Json);
                var folder = parse.GetRequiredValue(release);
                if (parse.GetValue(firstKept))
                    return await FirstKeptAsync(folder, cancel);
                if (parse.GetValue(sample) is not { } id)
                    return FunnelReport.Print(folder, wasThere: false, json);
                var trace = await SampleTrace.ReadAsync(folder, id, cancel);
                if (json)
                    Console.WriteLine(JsonSerializer.Serialize(trace, PipelineJson.Options));
                else
                    TracePrinter.Print(trace);
                return ExitCode.Done;
            });
    }

    private static async Task<int> FirstKeptAsync(string folder, CancellationToken cancel)
    {
        var release = ReleaseReader.Open(folder);
        await foreach (var row in release.RowsAsync(cancel))
        {
            Console.WriteLine(row.Id);
            return ExitCode.Done;
        }

        throw new ConfigurationException($"The release {folder} has no sample.");
    }
}
