using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Run;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata run</c>: all four phases on an in-process Hangfire server, ending with the funnel.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var pipeline = new Argument<string>("pipeline") { Description = "Pipeline file, such as pipelines/web-pairs.yaml." };
        var input =
            new Option<string>("--input")
            {
                Description = "Folder, list (jsonl, csv, parquet) or WebDataset tar, here or at az://CONTAINER/PREFIX.",
                Required = true,
            };
        var output = new Option<string>("--output") { Description = "Folder of the release, or az://CONTAINER/PREFIX.", Required = true };
        var workers = new Option<int>("--workers") { Description = "Jobs at once; never changes a byte. Default: one a core." };
        var set = new Option<string[]>("--set") { Description = "key=value over the pipeline file; may be given again." };
        var replace = new Option<bool>("--replace") { Description = "Put the new release in the place of the one at --output." };
        return new Command("run", "Run a pipeline from input to published release.") { pipeline, input, output, workers, set, replace }
            .Does((parse, settings, cancel) =>
            {
                var wanted = parse.GetValue(workers);
                if (wanted < 0)
                    throw new ConfigurationException($"--workers {wanted}: give a number from 1, or leave it out for one a core.");
                var request = new RunRequest
                {
                    PipelinePath = Path.GetFullPath(parse.GetRequiredValue(pipeline)),
                    Input = BlobAddress.Full(parse.GetRequiredValue(input)),
                    Output = BlobAddress.Full(parse.GetRequiredValue(output)),
                    Workers = wanted > 0 ? wanted : settings.Run.WorkersOrCores,
                    Overrides = parse.GetValue(set) ?? [],
                    Replace = parse.GetValue(replace),
                };
                return RunAsync(request, settings, parse.GetValue(GlobalOptions.Json), cancel);
            });
    }

    private static async Task<int> RunAsync(RunRequest request, AppSettings settings, bool json, CancellationToken cancel)
    {
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
        using var host = RunHost.Build("run", settings, catalog, request.Workers);
        await host.StartAsync(cancel);
        try
        {
            var starter = host.Services.GetRequiredService<RunStarter>();
            var started = await starter.StartAsync(request, cancel);
            if (started.Run is { } run)
            {
                var progress = RunProgress.ShowAsync(catalog, run, json, cancel);
                var outcome = await starter.WaitAsync(run, cancel);
                await progress;
                if (outcome.Status is PublishStatus.Refused)
                    return FunnelReport.Refused(outcome, json);
            }

            return await FunnelReport.PrintAsync(
                request.Output, ReadableRelease.Stores(settings), started.Run is null, started.Run?.Report, json, cancel);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
