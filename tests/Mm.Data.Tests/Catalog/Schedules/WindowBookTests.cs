using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Tests.Kit;
using Xunit;
using static Mm.Data.Tests.Catalog.Schedules.MadeSchedule;

namespace Mm.Data.Tests.Catalog.Schedules;

/// <summary>Windows of schedules, on both databases.</summary>
public sealed class WindowBookTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Services_that_look_at_once_enter_each_window_once_and_one_of_them_takes_it(StateDatabase database)
    {
        var book = await BookAsync(database, Of(Time("2026-03-01T00:30Z")));
        var entered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => book.Windows.EnterAsync("hourly", Time("2026-03-01T01:00Z"), Cancel)));
        Assert.Equal(1, entered.Sum());
        Assert.Equal(["01:00 due"], await book.ToldAsync(Cancel));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => book.Windows.TakeAsync("hourly", $"w-{number}", Lease, Cancel)));
        Assert.Single(taken, window => window is not null);
        Assert.Equal(["01:00 running"], await book.ToldAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_window_that_comes_due_while_its_schedule_is_in_work_is_skipped_and_the_next_is_not(StateDatabase database)
    {
        var book = await BookAsync(database, Of(Time("2026-03-01T00:30Z")));
        await book.Windows.EnterAsync("hourly", Time("2026-03-01T01:00Z"), Cancel);
        var window = await book.Windows.TakeAsync("hourly", "w-1", Lease, Cancel);
        await book.Windows.EnterAsync("hourly", Time("2026-03-01T02:00Z"), Cancel);
        Assert.True(await book.Windows.EndAsync(window!, new WindowEnd(WindowState.Published) { Samples = 7 }, Cancel));
        await book.Windows.EnterAsync("hourly", Time("2026-03-01T03:00Z"), Cancel);

        Assert.Equal(["01:00 published", "02:00 skipped", "03:00 due"], await book.ToldAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task The_last_window_of_each_schedule_is_told_and_of_one_without_any_nothing(StateDatabase database)
    {
        var book = await BookAsync(database, Of(Time("2026-03-01T00:30Z")));
        Assert.Empty(await book.Windows.LastAsync(Cancel));
        await book.Windows.EnterAsync("hourly", Time("2026-03-01T03:00Z"), Cancel);
        var last = Assert.Single(await book.Windows.LastAsync(Cancel));
        Assert.Equal(("hourly", Time("2026-03-01T03:00Z").ToUnixTimeMilliseconds()), (last.Key, last.Value.StartMs));
    }

    [Theory]
    [InlineData(CatchUp.One, "01:00 merged", "02:00 merged", "03:00 merged", "04:00 merged", "05:00 merged", "06:00 due")]
    [InlineData(CatchUp.Each, "01:00 due", "02:00 due", "03:00 due", "04:00 due", "05:00 due", "06:00 due")]
    [InlineData(CatchUp.None, "01:00 missed", "02:00 missed", "03:00 missed", "04:00 missed", "05:00 missed", "06:00 missed")]
    public async Task After_six_hours_without_a_service_each_window_stands_there_once_as_the_schedule_wants(CatchUp catchUp, params string[] expected)
    {
        var book = await BookAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z"), catchUp: catchUp));
        Assert.Equal(6, await book.Windows.EnterAsync("hourly", Time("2026-03-01T06:30Z"), Cancel));
        Assert.Equal(0, await book.Windows.EnterAsync("hourly", Time("2026-03-01T06:31Z"), Cancel));
        Assert.Equal(expected, await book.ToldAsync(Cancel));
    }

    [Fact]
    public async Task Merged_windows_name_the_one_whose_run_stands_for_them()
    {
        var book = await BookAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z")));
        await book.Windows.EnterAsync("hourly", Time("2026-03-01T03:00Z"), Cancel);
        var windows = await book.Windows.ListAsync("hourly", 10, Cancel);
        Assert.Equal([null, windows[0].StartMs, windows[0].StartMs], windows.Select(window => window.MergedIntoMs));
    }

    [Fact]
    public async Task A_clock_that_goes_back_enters_nothing_again_and_one_that_jumps_forward_nothing_twice()
    {
        var book = await BookAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z"), catchUp: CatchUp.Each));
        Assert.Equal(2, await book.Windows.EnterAsync("hourly", Time("2026-03-01T02:10Z"), Cancel));
        Assert.Equal(0, await book.Windows.EnterAsync("hourly", Time("2026-03-01T00:10Z"), Cancel));
        Assert.Equal(0, await book.Windows.EnterAsync("hourly", Time("2026-03-01T01:10Z"), Cancel));
        Assert.Equal(1, await book.Windows.EnterAsync("hourly", Time("2026-03-01T03:00Z"), Cancel));
        Assert.Equal(["01:00 due", "02:00 due", "03:00 due"], await book.ToldAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_dead_services_window_is_anothers_and_the_dead_one_cannot_end_it_any_more(StateDatabase database)
    {
        var book = await BookAsync(database, Of(Time("2026-03-01T00:30Z")));
        await book.Windows.EnterAsync("hourly", Time("2026-03-01T01:00Z"), Cancel);
        var slept = await book.Windows.TakeAsync("hourly", "w-1", TimeSpan.Zero, Cancel);
        var taken = await book.Windows.TakeAsync("hourly", "w-2", Lease, Cancel);
        Assert.Equal((slept!.StartMs, 2), (taken!.StartMs, taken.Attempts));

        Assert.False(await book.Windows.RenewAsync(slept, Lease, Cancel));
        Assert.False(await book.Windows.EndAsync(slept, new WindowEnd(WindowState.Failed), Cancel));
        Assert.True(await book.Windows.RenewAsync(taken, Lease, Cancel));
        Assert.True(await book.Windows.GiveBackAsync(taken, Cancel));
        Assert.Equal(2, (await book.Windows.TakeAsync("hourly", "w-3", Lease, Cancel))!.Attempts); // what was given back does not count
    }

    [Fact]
    public async Task A_paused_schedule_enters_nothing_and_misses_nothing_but_runs_when_asked_to()
    {
        var book = await BookAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z")));
        Assert.True(await book.PauseAsync("hourly", true, Time("2026-03-01T00:40Z"), Cancel));
        Assert.Equal(0, await book.Windows.EnterAsync("hourly", Time("2026-03-01T02:00Z"), Cancel));
        Assert.True(await book.PauseAsync("hourly", false, Time("2026-03-01T02:30Z"), Cancel));
        Assert.Equal(0, await book.Windows.EnterAsync("hourly", Time("2026-03-01T02:31Z"), Cancel));

        await book.Windows.AskAsync("hourly", WindowKind.Manual, null, Time("2026-03-01T02:40Z"), Cancel);
        Assert.Equal(["02:40 due"], await book.ToldAsync(Cancel));
    }

    [Fact]
    public async Task Windows_that_are_asked_for_at_one_moment_are_two_but_events_that_wait_are_one()
    {
        var book = await BookAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z")));
        var now = Time("2026-03-01T00:40Z");
        var first = await book.Windows.AskAsync("hourly", WindowKind.Manual, null, now, Cancel);
        var second = await book.Windows.AskAsync("hourly", WindowKind.Manual, null, now, Cancel);
        Assert.Equal(first!.StartMs + 1, second!.StartMs);

        var one = await book.Windows.AskAsync("hourly", WindowKind.Event, null, now, Cancel);
        var other = await book.Windows.AskAsync("hourly", WindowKind.Event, null, now.AddMinutes(1), Cancel);
        Assert.Equal(one!.StartMs, other!.StartMs);
        Assert.Null(await book.Windows.AskAsync("daily", WindowKind.Event, null, now, Cancel));
    }

    [Fact]
    public async Task A_removed_schedule_takes_its_windows_and_its_cursor_along()
    {
        var book = await BookAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z")));
        var window = await book.Windows.AskAsync("hourly", WindowKind.Manual, null, Time("2026-03-01T00:40Z"), Cancel);
        await book.Entries.WriteAsync(window!.Key, new Dictionary<string, string> { ["name"] = "version" }, Cancel);
        Assert.True(await book.RemoveAsync("hourly", Cancel));
        Assert.False(await book.RemoveAsync("hourly", Cancel));
        Assert.Empty(await book.Windows.ListAsync("hourly", 10, Cancel));
        Assert.Empty(await book.Entries.OfAsync(window.Key, Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Only_what_a_published_window_took_is_known_to_the_cursor(StateDatabase database)
    {
        var book = await BookAsync(database, Of(Time("2026-03-01T00:30Z")));
        await book.Windows.AskAsync("hourly", WindowKind.Manual, null, Time("2026-03-01T00:40Z"), Cancel);
        var window = (await book.Windows.TakeAsync("hourly", "w-1", Lease, Cancel))!;
        await book.Entries.WriteAsync(window.Key, Enumerable.Range(0, 2500).ToDictionary(n => $"name{n}", n => $"version{n}"), Cancel);
        Assert.Equal(2500, (await book.Entries.OfAsync(window.Key, Cancel)).Count);
        Assert.Empty(await book.Entries.KnownAsync("hourly", Cancel));

        await book.Windows.EndAsync(window, new WindowEnd(WindowState.Published), Cancel);
        Assert.Contains("version2499", await book.Entries.KnownAsync("hourly", Cancel));
    }

    private async Task<ScheduleBook> BookAsync(StateDatabase database, ScheduleRecord schedule)
    {
        var state = await server.NewAsync(database, _folder["state"]);
        var book = (await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel)).Schedules;
        Assert.True(await book.PutAsync(schedule, Cancel));
        return book;
    }
}
