using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>How far a run is, on standard error: a bar on a terminal, plain lines elsewhere.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);
    private static readonly RunPhase[] Shown = [RunPhase.Measure, RunPhase.Render]; // Select and Publish take no time to speak of

    /// <summary>Shows progress until the run has ended, however it ends.</summary>
    public static async Task ShowAsync(RunCatalog catalog, ActiveRun run, bool quiet, CancellationToken cancel)
    {
        if (quiet)
            return;
        var console = Terminal.On(Console.Error, Console.IsErrorRedirected);
        if (Console.IsErrorRedirected)
            await LinesAsync(catalog, run, cancel);
        else
            await BarsAsync(console, catalog, run, cancel);
    }

    private static Task BarsAsync(IAnsiConsole console, RunCatalog catalog, ActiveRun run, CancellationToken cancel) => console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async progress =>
        {
            var bars = Shown.ToDictionary(phase => phase, phase => progress.AddTask(EnumCode.Of(phase), autoStart: false));
            await WatchAsync(catalog, run, (phase, done, all) =>
            {
                var bar = bars[phase];
                if (!bar.IsStarted)
                    bar.StartTask();
                bar.MaxValue = Math.Max(1, all);
                bar.Value = all == 0 ? 1 : done;
            }, cancel);
        });

    private static Task LinesAsync(RunCatalog catalog, ActiveRun run, CancellationToken cancel)
    {
        var said = new Dictionary<RunPhase, long>();
        return WatchAsync(catalog, run, (phase, done, all) =>
        {
            // A line a tenth of the way at most: a log is read by people too.
            var tenth = all == 0 ? 10 : 10 * done / all;
            if (said.TryGetValue(phase, out var before) && before >= tenth)
                return;
            said[phase] = tenth;
            Console.Error.WriteLine($"{EnumCode.Of(phase)}: {done} of {all} samples");
        }, cancel);
    }

    private static async Task WatchAsync(RunCatalog catalog, ActiveRun run, Action<RunPhase, long, long> show, CancellationToken cancel)
    {
        for (var ended = false; !ended;)
        {
            ended = await Task.WhenAny(run.Done.Task, Task.Delay(Look, cancel)) == run.Done.Task || cancel.IsCancellationRequested;
            foreach (var phase in (await ShardsAsync(catalog, run)).GroupBy(s => s.Phase))
            {
                if (Shown.Contains(phase.Key))
                    show(phase.Key, phase.Where(s => s.Done).Sum(s => (long)s.Samples), phase.Sum(s => (long)s.Samples));
            }
        }
    }

    /// <summary>None where the catalog gives no answer just now: a run does not fail because its progress could not be read.</summary>
    private static async Task<IReadOnlyList<ShardRecord>> ShardsAsync(RunCatalog catalog, ActiveRun run)
    {
        try
        {
            return await catalog.ShardsAsync(run.Key, CancellationToken.None);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            return [];
        }
    }
}
