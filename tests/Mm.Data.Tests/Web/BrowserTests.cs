using System.Text.Json;
using Microsoft.Playwright;
using Mm.Data.Catalog;
using Mm.Data.Run;
using Mm.Data.Tests.Catalog.Schedules;
using Mm.Data.Tests.Kit;
using Mm.Data.Tests.Run;
using Xunit;

namespace Mm.Data.Tests.Web;

/// <summary>
/// Every page as a reader's browser shows it: the quickstart's release, light, dark, and as wide as a phone. With MMDATA_WRITE_DOCS=1 the
/// pictures of docs/screens are taken anew.
/// </summary>
public sealed class BrowserTests(Chromium chromium, QuickstartRelease quickstart)
{
    private const int Desk = 1200;
    private const int Phone = 360;

    private static readonly string? Screens =
        Environment.GetEnvironmentVariable("MMDATA_WRITE_DOCS") == "1" ? Path.Combine(Checkout.Root, "docs", "screens") : null;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Pages that docs show in every way; of the others the light one is enough.</summary>
    private static readonly string[] Both = ["scores", "samples"];

    public static TheoryData<string, int, ColorScheme> Ways => new()
    {
        { "light", Desk, ColorScheme.Light }, { "dark", Desk, ColorScheme.Dark }, { "phone", Phone, ColorScheme.Light },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_page_opens_without_an_error_a_foreign_request_or_a_barrier(string way, int width, ColorScheme scheme)
    {
        await using var service = await ShownAsync();
        await using var visitor = await PageReader.ComeAsync(await chromium.GetAsync(), service.Url, width, scheme);
        var problems = new List<string>();
        foreach (var (name, path) in await PagesAsync(service))
        {
            await visitor.OpenAsync(path);
            problems.AddRange((await visitor.BarriersAsync()).Select(barrier => $"{name}: {barrier}"));
            if (await visitor.IsTooWideAsync())
                problems.Add($"{name}: wider than {width} px");
            if (Screens is not null && (way == "light" || Both.Contains(name)))
            {
                await visitor.Page.Locator("img").EvaluateAllAsync<object?>("pictures => pictures.forEach(one => one.loading = 'eager')");
                await visitor.Page.WaitForFunctionAsync("() => [...document.images].every(one => one.complete)");
                Directory.CreateDirectory(Screens);
                var file = Path.Combine(Screens, $"{name}-{way}.png");
                await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, Scale = ScreenshotScale.Css });
            }
        }

        Assert.Empty(problems);
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task A_slider_counts_at_once_and_its_bound_can_be_linked_to()
    {
        await using var service = await ShownAsync();
        await using var visitor = await PageReader.ComeAsync(await chromium.GetAsync(), service.Url, Desk, ColorScheme.Light);
        await visitor.OpenAsync($"{await ReleaseAsync(service)}/scores?feature=alignment.cosine");
        var count = visitor.Page.Locator(".whatif strong");
        var all = await count.TextContentAsync();
        var slider = visitor.Page.Locator("input[data-mirror=min]");
        await slider.FocusAsync();
        await visitor.Page.Keyboard.PressAsync("End"); // by the keyboard alone, to the highest value
        await Assertions.Expect(count).Not.ToHaveTextAsync(all!);
        await Assertions.Expect(count).ToHaveTextAsync("1");
        Assert.Contains("min=", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(count).ToHaveTextAsync("1");
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task The_switch_turns_the_page_dark_and_the_next_page_stays_so()
    {
        await using var service = await ShownAsync();
        await using var visitor = await PageReader.ComeAsync(await chromium.GetAsync(), service.Url, Desk, ColorScheme.Light);
        await visitor.OpenAsync("/");
        var light = await BackgroundAsync(visitor.Page);
        await visitor.Page.Locator("#theme").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        Assert.NotEqual(light, await BackgroundAsync(visitor.Page));
        await visitor.OpenAsync("/workers");
        Assert.NotEqual(light, await BackgroundAsync(visitor.Page));
    }

    [Fact]
    public async Task A_run_is_followed_while_it_goes_on()
    {
        using var folder = new TemporaryFolder();
        var state = new StateOptions { Folder = folder["state"] };
        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel);
        await using var service = await PageService.StartAsync(state, catalog);
        var run = new RunRecord { Key = "0123456789abcdef0123456789abcdef", Pipeline = "p", RequestJson = "{}", Output = "o", Samples = 20 };
        await catalog.BeginAsync(run, [10, 10], Cancel);
        await using var visitor = await PageReader.ComeAsync(await chromium.GetAsync(), service.Url, Desk, ColorScheme.Light);
        await visitor.OpenAsync($"/runs/{run.Key}");
        var progress = visitor.Page.Locator("[aria-label=Progress] td.bar small").First;
        await Assertions.Expect(progress).ToHaveTextAsync("0 of 20");

        var tally = new Mm.Data.Pipeline.PhaseTally();
        for (var i = 0; i < 10; i++)
            tally.Add(new Mm.Data.Pipeline.Verdict(Mm.Data.Pipeline.Outcome.Kept, "measure", "measured"));
        var lease = (await catalog.Leases.TakeAsync(new ShardKey(run.Key, RunPhase.Measure, 0), "h", TimeSpan.FromMinutes(1), 5, Cancel)).Lease!;
        await catalog.Leases.DoneAsync(lease, tally, Cancel);
        await Assertions.Expect(progress).ToHaveTextAsync("10 of 20", new LocatorAssertionsToHaveTextOptions { Timeout = 15_000 });
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task What_lies_in_quarantine_is_put_back_by_a_button()
    {
        using var folder = new TemporaryFolder();
        var state = new StateOptions { Folder = folder["state"] };
        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel);
        foreach (var reason in (string[])["decode.crashed", "render.still-detected"])
        {
            var record = new QuarantineRecord
            {
                Pipeline = reason[..6],
                SampleId = "0123456789abcdef",
                Stage = "s",
                Reason = reason,
                AssetSha256 = "a",
                RunKey = "r",
            };
            await catalog.Quarantine.RecordAsync(record.Pipeline, _ => true, [record], Cancel);
        }

        await using var service = await PageService.StartAsync(state, catalog);
        await using var visitor = await PageReader.ComeAsync(await chromium.GetAsync(), service.Url, Phone, ColorScheme.Light);
        await visitor.OpenAsync("/quarantine");
        var buttons = visitor.Page.Locator("form[action='/quarantine/retry'] button");
        await Assertions.Expect(buttons).ToHaveCountAsync(2);
        await buttons.First.ClickAsync();
        await Assertions.Expect(buttons).ToHaveCountAsync(1);
        var records = await catalog.Quarantine.ListAsync(QuarantineChoice.All, Cancel);
        Assert.Equal(["decode.crashed"], records.Where(one => one.IsPutBack).Select(one => one.Reason));
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task Hostile_captions_run_no_script_in_a_browser()
    {
        using var shown = await ShownRelease.MakeAsync(1000, number => HostileCaptions.All[number % HostileCaptions.All.Count]);
        await using var service = await PageService.StartAsync(shown.State, shown.Catalog);
        await using var visitor = await PageReader.ComeAsync(await chromium.GetAsync(), service.Url, Desk, ColorScheme.Light);
        // Not by clicks: a wait that begins behind one can miss the page's load on a busy machine.
        var next = visitor.Page.Locator(".pager a[rel=next]");
        for (var path = $"/releases/{shown.RunKey}/samples?outcome=kept"; path is not null;)
        {
            await visitor.OpenAsync(path);
            Assert.False(await visitor.Page.EvaluateAsync<bool>("() => 'ran' in window"), visitor.Page.Url);
            path = await next.CountAsync() == 0 ? null : await next.GetAttributeAsync("href");
        }

        Assert.Empty(visitor.Faults);
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    /// <summary>The service over the state that the quickstart has left.</summary>
    private async Task<PageService> ShownAsync()
    {
        await chromium.GetAsync();
        await quickstart.GetAsync();
        var state = new StateOptions { Folder = quickstart.State };
        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel);
        await ShownSchedule.EnterAsync(catalog.Schedules, Cancel);
        return await PageService.StartAsync(state, catalog);
    }

    private static async Task<string> ReleaseAsync(PageService service) =>
        (await service.PageAsync("/releases")).QuerySelector("tbody a")!.GetAttribute("href")!;

    private static async Task<IReadOnlyList<(string Name, string Path)>> PagesAsync(PageService service)
    {
        var release = await ReleaseAsync(service);
        async Task<string> SampleAsync(string query) =>
            (await service.PageAsync($"{release}/samples?{query}")).QuerySelector("a.tile")!.GetAttribute("href")!;
        return
        [
            ("runs", "/"), ("run", release.Replace("/releases/", "/runs/", StringComparison.Ordinal)), ("releases", "/releases"), ("release", release),
            ("scores", $"{release}/scores"), ("samples", $"{release}/samples?outcome=kept"),
            ("sample", await SampleAsync("feature=faces.count&min=1&outcome=kept&modality=image")),
            ("sample-dropped", await SampleAsync("reason=alignment.low")), ("models", "/models"), ("workers", "/workers"), ("quarantine", "/quarantine"),
            ("schedules", "/schedules"), ("schedule", $"/schedules/{ShownSchedule.Name}"), ("keys", "/keys"), ("me", "/me"),
        ];
    }
}
