using Microsoft.Playwright;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Tests.Catalog.Schedules;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Web;

/// <summary>People with a login, in a browser, at the real service: what they may steer, and what they do not even see.</summary>
public sealed class SteeringTests(Chromium chromium) : IAsyncLifetime
{
    private const int Desk = 1200;
    private readonly TemporaryFolder _folder = new();
    private readonly List<PageReader> _readers = [];
    private Dashboard _service = null!;
    private RunCatalog _catalog = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await chromium.GetAsync();
        _catalog = await RunCatalog.OpenAsync(new StateOptions { Folder = _folder["state"] }, TimeProvider.System, Cancel);
        await ShownSchedule.EnterAsync(_catalog.Schedules, Cancel);
        _service = await Dashboard.StartAsync(_folder["state"], new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["MMDATA_Web__Access"] = "login",
            ["MMDATA_Web__Login__Development"] = "true",
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers)
        {
            Assert.Empty(reader.Faults);
            await reader.DisposeAsync();
        }

        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_operator_resumes_a_schedule_runs_it_now_and_has_files_taken_again()
    {
        var page = await ComeAsync("operator");
        await page.GetByRole(AriaRole.Link, new() { Name = "Schedules", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = ShownSchedule.Name, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Resumed");
        Assert.False((await ScheduleAsync()).IsPaused);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Paused");
        Assert.True((await ScheduleAsync()).IsPaused);

        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Asked for");
        await page.GetByRole(AriaRole.Button, new() { Name = "Backfill" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Fill in one at least");
        await page.GetByLabel("Path begins with").FillAsync("2025/");
        await page.GetByLabel("Written from (UTC)").FillAsync("2025-06-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Backfill" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Asked for");

        var asked = (await _catalog.Schedules.Windows.ListAsync(ShownSchedule.Name, 10, Cancel)).Where(w => w.Kind is not WindowKind.Scheduled);
        Assert.Equal([WindowKind.Backfill, WindowKind.Manual], asked.Select(window => window.Kind));
        Assert.Equal("""{"Prefix":"2025/","FromMs":1748736000000,"ToMs":null}""", asked.First().FilterJson);
    }

    [Fact]
    public async Task A_viewer_sees_schedules_without_a_button_and_no_keys_and_logs_out()
    {
        var page = await ComeAsync("viewer");
        await page.GotoAsync($"/schedules/{ShownSchedule.Name}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Windows" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run now" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Keys" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Who am I: developer" }).ClickAsync();
        await Assertions.Expect(page.Locator("dl")).ToContainTextAsync("viewer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Logged out");
        await page.GotoAsync("/schedules");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Development login");
    }

    [Fact]
    public async Task An_admin_makes_a_key_that_is_shown_once_and_ends_it()
    {
        var page = await ComeAsync("admin");
        await page.GetByRole(AriaRole.Link, new() { Name = "Keys" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("nightly export");
        await page.GetByLabel("view", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        var key = await page.Locator("#key").TextContentAsync();
        using var program = new Visitor(new Uri($"http://127.0.0.1:{_service.Port}")) { Key = key };
        Assert.Equal(System.Net.HttpStatusCode.OK, await program.StatusAsync("/api/v1/runs"));

        await page.GetByRole(AriaRole.Link, new() { Name = "All keys" }).ClickAsync();
        Assert.DoesNotContain(key!, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke nightly export" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("revoked");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await program.StatusAsync("/api/v1/runs"));
    }

    private async Task<ScheduleRecord> ScheduleAsync() => (await _catalog.Schedules.FindAsync(ShownSchedule.Name, Cancel))!;

    /// <summary>Somebody with a role, who has come in through the login.</summary>
    private async Task<IPage> ComeAsync(string role)
    {
        var reader = await PageReader.ComeAsync(await chromium.GetAsync(), $"http://127.0.0.1:{_service.Port}", Desk, ColorScheme.Light);
        _readers.Add(reader);
        await reader.OpenAsync("/");
        Assert.Empty(await reader.BarriersAsync());
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = role, Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "Runs" })).ToBeVisibleAsync();
        return reader.Page;
    }
}
