using Microsoft.Extensions.Logging.Abstractions;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;
using Mm.Data.Run.Schedules;
using Mm.Data.Tests.Catalog.Schedules;
using Mm.Data.Tests.Kit;
using Xunit;
using static Mm.Data.Tests.Catalog.Schedules.MadeSchedule;

namespace Mm.Data.Tests.Run.Schedules;

/// <summary>Services that share a catalog, under clocks that do what clocks do.</summary>
public sealed class SchedulerTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingRuns _runs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    public void Dispose() => _folder.Dispose();

    /// <summary>Thirty hours around each change, looked at every ten minutes by two services of which one is three minutes late.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", 1)] // 02:30 is not there
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", 1)] // 02:30 comes twice
    [InlineData("0 * * * *", "2026-03-28T12:00Z", 30)]
    [InlineData("0 * * * *", "2026-10-24T12:00Z", 30)]
    [InlineData("*/30 1-3 * * *", "2026-03-28T12:00Z", 4)] // 02:00 to 03:00 is not there
    [InlineData("*/30 1-3 * * *", "2026-10-24T12:00Z", 8)] // 02:00 to 03:00 comes twice
    public async Task Both_changes_of_the_clocks_fire_each_window_once(string cron, string from, int expected)
    {
        var (catalog, clock) = await OpenAsync(StateDatabase.Sqlite, Of(Time(from), cron, CatchUp.One, "Europe/Berlin"));
        var late = new WallClock(Time(from));
        Scheduler[] services = [Service(catalog, clock), Service(catalog, late)];
        for (var minute = 0; minute <= 30 * 60; minute += 10)
        {
            clock.Now = Time(from).AddMinutes(minute);
            late.Now = clock.Now.AddMinutes(-3);
            await LookAsync(services);
        }

        Assert.Equal(expected, _runs.Begun.Count);
        Assert.Equal(expected, _runs.Begun.Distinct().Count());
        Assert.All(await catalog.Schedules.ToldAsync(Cancel), window => Assert.EndsWith("published", window, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Two_services_that_look_at_the_same_moment_fire_each_window_once(StateDatabase database)
    {
        var (catalog, clock) = await OpenAsync(database, Of(Time("2026-03-01T00:30Z")));
        Scheduler[] services = [Service(catalog, clock), Service(catalog, clock)];
        for (var hour = 1; hour <= 12; hour++)
        {
            clock.Now = Time("2026-03-01T00:00Z").AddHours(hour);
            await LookAsync(services);
        }

        Assert.Equal(12, _runs.Begun.Count);
        Assert.Equal(12, _runs.Begun.Distinct().Count());
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_a_day_and_back_again_fires_each_window_once()
    {
        var (catalog, clock) = await OpenAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z"), catchUp: CatchUp.Each));
        var service = Service(catalog, clock);
        foreach (var hour in (int[])[1, 2, 26, 3, 4, 1, 27, 25, 28])
        {
            clock.Now = Time("2026-03-01T00:00Z").AddHours(hour);
            for (var look = 0; look < 30; look++)
                await LookAsync(service);
        }

        Assert.Equal(Enumerable.Range(1, 28).Select(hour => Time("2026-03-01T00:00Z").AddHours(hour).ToUnixTimeMilliseconds()), _runs.Begun);
    }

    [Theory]
    [InlineData(CatchUp.One, 1)]
    [InlineData(CatchUp.Each, 6)]
    [InlineData(CatchUp.None, 0)]
    public async Task Six_hours_without_a_service_are_caught_up_as_the_schedule_wants_and_each_window_once(CatchUp catchUp, int runs)
    {
        var (catalog, clock) = await OpenAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z"), catchUp: catchUp));
        clock.Now = Time("2026-03-01T06:30Z");
        Scheduler[] services = [Service(catalog, clock), Service(catalog, clock)];
        for (var look = 0; look < 10; look++)
            await LookAsync(services);

        Assert.Equal(runs, _runs.Begun.Count);
        Assert.Equal(runs, _runs.Begun.Distinct().Count());
        Assert.Equal(6, (await catalog.Schedules.ToldAsync(Cancel)).Length);
    }

    [Fact]
    public async Task A_service_that_ends_gives_its_window_back_and_the_next_one_takes_it()
    {
        var (catalog, clock) = await OpenAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z")));
        clock.Now = Time("2026-03-01T01:00Z");
        _runs.Until = new TaskCompletionSource().Task; // never
        using var stop = new CancellationTokenSource();
        var service = Service(catalog, clock);
        await service.LookAsync(stop.Token);
        await stop.CancelAsync();
        await service.DrainAsync();
        Assert.Equal(["01:00 due"], await catalog.Schedules.ToldAsync(Cancel));

        _runs.Until = Task.CompletedTask;
        await LookAsync(Service(catalog, clock));
        Assert.Equal(["01:00 published"], await catalog.Schedules.ToldAsync(Cancel));
    }

    [Fact]
    public async Task A_window_that_comes_due_while_another_service_is_at_work_is_skipped()
    {
        var (catalog, clock) = await OpenAsync(StateDatabase.Sqlite, Of(Time("2026-03-01T00:30Z")));
        var done = new TaskCompletionSource();
        _runs.Until = done.Task;
        var (first, second) = (Service(catalog, clock), Service(catalog, clock));
        clock.Now = Time("2026-03-01T01:00Z");
        await first.LookAsync(Cancel);
        clock.Now = Time("2026-03-01T02:00Z");
        await second.LookAsync(Cancel);
        done.SetResult();
        await first.DrainAsync();
        await second.DrainAsync();

        Assert.Equal(["01:00 published", "02:00 skipped"], await catalog.Schedules.ToldAsync(Cancel));
    }

    private async Task<(RunCatalog Catalog, WallClock Clock)> OpenAsync(StateDatabase database, ScheduleRecord schedule)
    {
        var catalog = await RunCatalog.OpenAsync(await server.NewAsync(database, _folder["state"]), TimeProvider.System, Cancel);
        await catalog.Schedules.PutAsync(schedule, Cancel);
        return (catalog, new WallClock(DateTimeOffset.FromUnixTimeMilliseconds(schedule.SeenMs)));
    }

    private Scheduler Service(RunCatalog catalog, TimeProvider clock) =>
        new(catalog, _runs, new RunOptions(), new WorkerIdentity(), clock, NullLogger<Scheduler>.Instance);

    private static async Task LookAsync(params Scheduler[] services)
    {
        await Task.WhenAll(services.Select(service => Task.Run(() => service.LookAsync(Cancel), Cancel)));
        foreach (var service in services)
            await service.DrainAsync();
    }
}
