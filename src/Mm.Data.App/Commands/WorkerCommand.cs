using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.App.Remote;
using Mm.Data.App.Reports;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata worker</c>: takes shards of runs that other processes start on the same PostgreSQL.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var queues = new Option<string?>("--queues")
        {
            Description = "What to take, with commas between: measure, render, publish. Default: Run:Queues, which is all.",
        };
        var workers = new Option<int>("--workers") { Description = "Jobs at once; never changes a byte. Default: one a core." };
        return new Command("worker", "Take part in runs that others start on the same PostgreSQL.") { queues, workers, List() }
            .Does((parse, settings, cancel) => WorkAsync(
                Checked(settings, parse.GetValue(queues), parse.GetValue(workers)), parse.GetValue(GlobalOptions.Json), cancel));
    }

    private static Command List() => RemoteService.AddTo(new Command("list", "Show the processes that take jobs."))
        .Does(async (parse, settings, cancel) =>
        {
            using var remote = RemoteService.Of(parse);
            WorkerList.Print(
                remote is null
                    ? await HereAsync(settings, cancel)
                    : await remote.FindAsync<IReadOnlyList<WorkerItem>>("workers", cancel) ?? [],
                parse.GetValue(GlobalOptions.Json));
            return ExitCode.Done;
        });

    private static async Task<IReadOnlyList<WorkerItem>> HereAsync(AppSettings settings, CancellationToken cancel)
    {
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
        return [.. (await catalog.Workers.ListAsync(cancel)).Select(seen => WorkerItem.Of(seen, settings.Run))];
    }

    private static AppSettings Checked(AppSettings settings, string? queues, int workers)
    {
        if (settings.State.Database is not StateDatabase.Postgresql)
        {
            throw new ConfigurationException(
                "A worker shares runs through PostgreSQL: set State:Database=postgresql and State:Connection. Without it, " +
                "mmdata run and mmdata serve do all the work themselves.");
        }

        if (workers < 0)
            throw new ConfigurationException($"--workers {workers}: give a number from 1, or leave it out for one a core.");
        var run = settings.Run with
        {
            Queues = queues ?? settings.Run.Queues,
            Workers = workers > 0 ? workers : settings.Run.Workers,
        };
        var problems = run.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(run)).Select(p => $"Run: {p.ErrorMessage}");
        if (problems.ToArray() is { Length: > 0 } all)
            throw new ConfigurationException(all);
        return run.QueueList.Count > 0
            ? settings with { Run = run }
            : throw new ConfigurationException("A worker without a queue does nothing. Name some of measure, render, publish.");
    }

    private static async Task<int> WorkAsync(AppSettings settings, bool json, CancellationToken cancel)
    {
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
        using var host = RunHost.Build(
            "worker", settings, catalog, settings.Run.WorkersOrCores, TimeSpan.FromSeconds(settings.Run.DrainSeconds));
        await host.StartAsync(cancel);
        var name = host.Services.GetRequiredService<WorkerIdentity>().Name;
        Console.WriteLine(json
            ? System.Text.Json.JsonSerializer.Serialize(new { worker = name, queues = settings.Run.QueueList })
            : $"Worker {name} takes {string.Join(", ", settings.Run.QueueList.Reverse())}, {settings.Run.WorkersOrCores} at once. " +
              "Ctrl+C or SIGTERM ends it behind the shards in hand.");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        }
        catch (OperationCanceledException)
        {
            // Told to stop, which is how a worker ends.
        }

        await host.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }
}
