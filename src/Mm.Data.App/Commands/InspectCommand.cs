using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
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
        var fills = new Option<bool>("--fills") { Description = "In how many samples something was filled, by kind." };
        return new Command("inspect", "Tell what became of a release's samples, or the story of one.") { release, sample, firstKept, fills }
            .Does(async (parse, _, cancel) =>
            {
                var json = parse.GetValue(GlobalOptions.Json);
                var folder = parse.GetRequiredValue(release);
                if (parse.GetValue(firstKept))
                    return await FirstKeptAsync(folder, cancel);
                if (parse.GetValue(fills))
                    return await FillReport.PrintAsync(folder, json, cancel);
                if (parse.GetValue(sample) is not { } id)
                    return await FunnelReport.PrintAsync(folder, wasThere: false, report: null, json, cancel);
                StoryReport.Print(await SampleTrace.ReadAsync(folder, id, cancel), json);
                return ExitCode.Done;
            });
    }

    private static async Task<int> FirstKeptAsync(string folder, CancellationToken cancel)
    {
        var release = await ReleaseReader.OpenAsync(folder, cancel);
        await foreach (var row in release.RowsAsync(split: null, cancel))
        {
            Console.WriteLine(row.Sample.Id);
            return ExitCode.Done;
        }

        throw new ConfigurationException($"The release {folder} has no sample.");
    }
}
