using System.Text.Json.Nodes;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Schedules;

/// <summary>A real service with a schedule over the folder of a <see cref="PlainRun"/>.</summary>
internal sealed class ScheduledService : IAsyncDisposable
{
    private const string Recipe = """
        name: plain
        version: 1
        source: { name: plain, licence: mit }
        schedule: { cron: 'CRON', zone: UTC }
        cursor: {}
        shards: { samples: 16 }
        measure:
          - stage: media
          - stage: text-pii
        select:
          duplicates: { exact: false, perceptualBits: null, keepBest: [media.pixels] }
        render: { imageFormat: png, sideMax: 0 }
        publish: { keptMin: 0, partRows: 16 }
        """;

    private readonly PlainRun _run;
    private readonly Dashboard _service;

    private ScheduledService(PlainRun run, Dashboard service, ScheduleBook book) => (_run, _service, Book) = (run, service, book);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ScheduleBook Book { get; }

    public string Output => _run["releases"];

    /// <summary>A pipeline file without models, named <c>plain</c>, that fires so.</summary>
    public static string PipelineOf(string cron) => Recipe.Replace("CRON", cron, StringComparison.Ordinal);

    public static async Task<ScheduledService> StartAsync(PlainRun run, string cron)
    {
        await File.WriteAllTextAsync(run["scheduled.yaml"], PipelineOf(cron), Cancel);
        var added = await Mmdata.RunAsync(
            run.State, Cancel, "schedule", "add", run["scheduled.yaml"], "--input", run.Input, "--output", run["releases"]);
        Assert.True(added.ExitCode == 0, added.Output + added.Errors);
        var catalog = await RunCatalog.OpenAsync(run.State, TimeProvider.System, Cancel);
        return new ScheduledService(run, await Dashboard.StartAsync(run.State), catalog.Schedules);
    }

    /// <summary>Has a window run beside the clock, and waits for its end.</summary>
    public async Task<WindowRecord> AskAsync(params string[] command)
    {
        var asked = await Mmdata.RunAsync(_run.State, Cancel, ["schedule", .. command, "--json"]);
        Assert.True(asked.ExitCode == 0, asked.Output + asked.Errors);
        var start = JsonNode.Parse(asked.Output)!["start"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds();
        return await EndedAsync(window => window.StartMs == start);
    }

    /// <summary>Waits for a window to end.</summary>
    public Task<WindowRecord> EndedAsync(Func<WindowRecord, bool> wanted) => EndedAsync(Book, wanted);

    /// <summary>Waits for a window of such a schedule to end; the oldest that is wanted.</summary>
    public static async Task<WindowRecord> EndedAsync(ScheduleBook book, Func<WindowRecord, bool> wanted)
    {
        while (true)
        {
            var windows = await book.Windows.ListAsync("plain", 1000, Cancel);
            if (windows.Where(window => window.EndedMs is not null).LastOrDefault(wanted) is { } ended)
                return ended;
            await Task.Delay(50, Cancel);
        }
    }

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();
}
