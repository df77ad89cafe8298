using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Source.Fetch;
using Mm.Data.Storage;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata fetch</c>: the files of a list of URLs into a folder that <c>mmdata run</c> reads.</summary>
internal static class FetchCommand
{
    private const int RowsPerLine = 1000;

    public static Command Create()
    {
        var list = new Argument<string>("list") { Description = "A .jsonl, .csv or .parquet file with a column of URLs." };
        var output = new Option<string>("--output") { Description = "Folder for the files and their list.", Required = true };
        var url = new Option<string>("--url-column") { Description = "Column of the URLs.", DefaultValueFactory = _ => "url" };
        var caption = new Option<string>("--caption-column") { Description = "Column of captions.", DefaultValueFactory = _ => "text" };
        return new Command("fetch", "Load the files of a list of URLs; private addresses are refused.") { list, output, url, caption }
            .Does(async (parse, settings, cancel) =>
            {
                var place = parse.GetRequiredValue(list);
                var order = new FetchOrder(
                    place, parse.GetRequiredValue(output), parse.GetRequiredValue(url), parse.GetRequiredValue(caption))
                {
                    Files = new Stores(settings.Storage, settings.State.Folder).FilesOf(place),
                };
                var report = await ListFetch.RunAsync(order, settings.Fetch, new Lines(), cancel);
                Print(report, order, parse.GetValue(GlobalOptions.Json));
                return report.Fetched > 0 ? ExitCode.Done : ExitCode.Findings;
            });
    }

    private static void Print(FetchReport report, FetchOrder order, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, PipelineJson.Options));
            return;
        }

        Console.WriteLine($"{report.Fetched} of {report.Rows} rows have a file ({report.Reused} from before).");
        foreach (var (reason, count) in report.Refused)
            Console.WriteLine($"  {reason,-16} {count}");
        Console.WriteLine($"next: mmdata run PIPELINE --input {Path.Combine(order.Output, "list.jsonl")}");
    }

    private sealed class Lines : IProgress<long>
    {
        public void Report(long value)
        {
            if (value % RowsPerLine == 0)
                Console.Error.WriteLine($"fetch: {value} rows");
        }
    }
}
