using Mm.Data.Catalog.Schedules;
using Mm.Data.Publish;
using Mm.Data.Run.Schedules;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Schedules;

/// <summary>The real service with its real clock, over a folder to which files are added while it runs.</summary>
public sealed class ScheduledRunTests : IDisposable
{
    private const string Never = "0 0 29 2 *";
    private readonly PlainRun _run = new(pictures: 6);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_schedule_fires_takes_what_is_there_and_later_only_the_second_batch()
    {
        await _run.DoneAsync(); // by hand, for comparison
        await using var service = await ScheduledService.StartAsync(_run, "* * * * * *");
        var first = await service.EndedAsync(window => window.State is WindowState.Published);
        Assert.Equal((WindowKind.Scheduled, 6), (first.Kind, first.Samples));
        Assert.Equal(await PartsAsync(_run.Release), await PartsAsync(ReleaseOf(service, first)));

        await service.EndedAsync(window => window.State is WindowState.Empty); // nothing new: no release, and said so
        for (var number = 6; number < 9; number++)
            _run.Add(PlainRun.Name(number), PlainRun.Picture(number));
        var samples = first.Samples;
        for (var last = first.StartMs; samples < 9;)
        {
            // A window may see the batch half-way; then the next one takes the rest.
            var next = await service.EndedAsync(window => window.State is WindowState.Published && window.StartMs > last);
            Assert.InRange(next.Samples, 1, 4);
            Assert.Equal(next.Samples, (await ReleaseReader.OpenAsync(ReleaseOf(service, next), Cancel)).Manifest.Counts.Measure.Entered);
            (samples, last) = (samples + next.Samples - next.Changed, next.StartMs);
        }
    }

    [Fact]
    public async Task A_changed_file_enters_again_a_backfill_takes_what_was_chosen_and_an_event_of_nothing_makes_no_release()
    {
        await using var service = await ScheduledService.StartAsync(_run, Never);
        Assert.Equal((WindowState.Published, 6), Told(await service.AskAsync("run-now", "plain")));
        Assert.Equal((WindowState.Empty, 0), Told(await service.AskAsync("run-now", "plain")));

        _run.Add(PlainRun.Name(2), PlainRun.Picture(1002));
        Assert.Equal((WindowState.Published, 1), Told(await service.AskAsync("run-now", "plain")));
        await File.WriteAllTextAsync(Path.Combine(_run.Input, PlainRun.Name(3) + ".txt"), "Another caption.", Cancel);
        Assert.Equal((WindowState.Published, 1), Told(await service.AskAsync("run-now", "plain")));

        Assert.Equal((WindowState.Published, 1), Told(await service.AskAsync("backfill", "plain", "--prefix", PlainRun.Name(4))));
        Assert.Equal((WindowState.Published, 6), Told(await service.AskAsync("backfill", "plain", "--from", "2020-01-01")));
        Assert.Equal((WindowState.Empty, 0), Told(await service.AskAsync("backfill", "plain", "--to", "2020-01-01")));
        Assert.Equal((WindowState.Empty, 0), Told(await service.AskAsync("run-now", "plain")));
    }

    [Fact]
    public async Task A_file_that_goes_on_changing_is_left_to_the_next_window_and_counted()
    {
        await using var service = await ScheduledService.StartAsync(_run, Never);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writing = TouchAsync(Path.Combine(_run.Input, PlainRun.Name(1) + ".png"), stop.Token);
        var window = await service.AskAsync("run-now", "plain");
        await stop.CancelAsync();
        await writing;
        Assert.Equal((WindowState.Published, 5), Told(window));
        Assert.Equal((1, 1), (window.Changed, window.Deferred));

        Assert.Equal((WindowState.Published, 1), Told(await service.AskAsync("run-now", "plain")));
    }

    [Fact]
    public async Task Nothing_in_the_catalog_names_a_file()
    {
        _run.Add("jane-doe", PlainRun.Picture(77));
        await using (var service = await ScheduledService.StartAsync(_run, Never))
            Assert.Equal((WindowState.Published, 7), Told(await service.AskAsync("run-now", "plain")));
        foreach (var file in Directory.EnumerateFiles(_run.State, "catalog.db*"))
            Assert.False((await File.ReadAllBytesAsync(file, Cancel)).AsSpan().IndexOf("jane-doe"u8) >= 0, file);
    }

    private static (WindowState State, long Samples) Told(WindowRecord window)
    {
        Assert.Null(window.Error);
        return (window.State, window.Samples);
    }

    private static string ReleaseOf(ScheduledService service, WindowRecord window) =>
        Path.Combine(service.Output, WindowFolder.NameOf(window));

    // Signed with the time that the release has in its ledger, so those lines differ.
    private static async Task<IEnumerable<string>> PartsAsync(string release) =>
        (await Trees.ListAsync(release, Cancel)).Where(line => !line.StartsWith("audit/", StringComparison.Ordinal));

    private static async Task TouchAsync(string file, CancellationToken stop)
    {
        var time = File.GetLastWriteTimeUtc(file);
        while (!stop.IsCancellationRequested)
        {
            time = time.AddMilliseconds(1);
            File.SetLastWriteTimeUtc(file, time);
            await Task.Delay(1, CancellationToken.None);
        }
    }
}
