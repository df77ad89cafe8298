using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Remote;
using Mm.Data.App.Reports;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata runs list | start</c>: the runs of this machine's catalog, or of another's service.</summary>
internal static class RunsCommand
{
    private const int RunsShown = 100;

    public static Command Create() => new("runs", "List runs, or have a service start one.") { List(), Start() };

    private static Command List() => RemoteService.AddTo(new Command("list", $"The last {RunsShown} runs, newest first."))
        .Does(async (parse, settings, cancel) =>
        {
            using var remote = RemoteService.Of(parse);
            RunList.Print(
                remote is null
                    ? await HereAsync(settings, cancel)
                    : await remote.ListAsync<RunItem>("runs", RunsShown, cancel) ?? [],
                parse.GetValue(GlobalOptions.Json));
            return ExitCode.Done;
        });

    private static Command Start()
    {
        var pipeline = new Argument<string>("pipeline") { Description = "Pipeline file, as the service's machine knows it." };
        var input = new Option<string>("--input") { Description = "Input, as the service's machine knows it.", Required = true };
        var output = new Option<string>("--output") { Description = "Release, as the service's machine knows it.", Required = true };
        var set = new Option<string[]>("--set") { Description = "key=value over the pipeline file; may be given again." };
        var replace = new Option<bool>("--replace") { Description = "Put the new release in the place of the one at --output." };
        return RemoteService.AddTo(new Command("start", "Have the service of --server plan and start a run.")
        {
            pipeline, input, output, set, replace,
        })
            .Does(async (parse, _, cancel) =>
            {
                using var remote = RemoteService.Of(parse)
                    ?? throw new ConfigurationException("runs start: name a service with --server; on this machine use mmdata run.");
                var order = new RunOrder(
                    parse.GetRequiredValue(pipeline), parse.GetRequiredValue(input), parse.GetRequiredValue(output),
                    parse.GetValue(set) ?? [], parse.GetValue(replace));
                var answer = (await remote.PostAsync<RunOrder, RunAnswer>("runs", order, cancel))!;
                Console.WriteLine(parse.GetValue(GlobalOptions.Json)
                    ? JsonSerializer.Serialize(answer, PipelineJson.Options)
                    : answer.Key is null ? $"The release is in {answer.Output} already." : $"Run {answer.Key} started.");
                return ExitCode.Done;
            });
    }

    private static async Task<IReadOnlyList<RunItem>> HereAsync(AppSettings settings, CancellationToken cancel)
    {
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
        return [.. (await catalog.RunsAsync(RunsShown, cancel)).Select(RunItem.Of)];
    }
}
