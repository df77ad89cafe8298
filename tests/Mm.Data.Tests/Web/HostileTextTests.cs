using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Access;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Catalog.Schedules;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Web;

/// <summary>What samples, pipelines, workers and exceptions are called reaches a page as text and nothing else.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] OwnScripts = ["/theme.js", "/mmdata.js"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_hostile_captions_are_text_wherever_they_are_shown()
    {
        Assert.Equal(500, HostileCaptions.All.Distinct().Count());
        using var shown = await ShownRelease.MakeAsync(1000, number => HostileCaptions.All[number % HostileCaptions.All.Count]);
        await using var service = await PageService.StartAsync(shown.State, shown.Catalog);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var path = $"/releases/{shown.RunKey}/samples?outcome=kept"; path is not null;)
        {
            var page = await service.PageAsync(path);
            AssertInert(page);
            seen.UnionWith(page.QuerySelectorAll(".caption").Select(caption => caption.TextContent));
            path = page.QuerySelector(".pager a[rel=next]")?.GetAttribute("href");
        }

        // What a line feed or a null is to HTML and to the index, it may lose; markup never.
        Assert.All(HostileCaptions.All.Where(text => !text.Contains('\0') && !text.Contains('\u2028')), text => Assert.Contains(text, seen));
        var pages = shown.Rows.DistinctBy(row => row.Text).ToArray();
        Assert.Equal(500, pages.Length);
        foreach (var row in pages)
        {
            // With its neighbours, which have captions too.
            var page = await service.PageAsync($"/releases/{shown.RunKey}/samples/{row.Id}?like=yes");
            AssertInert(page);
            Assert.Equal(row.Text.Replace('\0', '\ufffd'), page.QuerySelector("blockquote")!.TextContent);
        }
    }

    [Fact]
    public async Task Hostile_names_and_exceptions_are_text_on_every_other_page()
    {
        using var shown = await ShownRelease.MakeAsync(60);
        foreach (var (number, text) in HostileCaptions.All.Where(text => !text.Contains('\0')).Index())
        {
            var key = TinyRelease.Hash($"hostile {number}")[..32];
            await shown.Catalog.BeginAsync(
                new RunRecord { Key = key, Pipeline = text, RequestJson = JsonSerializer.Serialize(text), Output = text, Samples = 1 }, [1], Cancel);
            await shown.Catalog.EndAsync(key, number % 2 == 0 ? RunState.Failed : RunState.Published, text, Cancel);
            await shown.Catalog.Workers.TellAsync(
                new WorkerRecord { Name = text + number, Machine = text, Devices = text, Queues = text }, Cancel);
            await shown.Catalog.Quarantine.RecordAsync(
                text, _ => true,
                [
                    new QuarantineRecord
                    {
                        Pipeline = text, SampleId = text, Stage = text, Reason = text, AssetSha256 = text, RunKey = text, Phase = Phase.Render,
                    },
                ],
                Cancel);
            await HostileScheduleAsync(shown.Catalog, $"{number} {text}", text);
        }

        await using var service = await PageService.StartAsync(shown.State, shown.Catalog);
        foreach (var start in (string[])["/", "/releases", "/quarantine", "/workers", "/schedules", "/keys"])
        {
            for (var path = start; path is not null;)
            {
                var page = await service.PageAsync(path);
                AssertInert(page);
                Assert.Contains(HostileCaptions.Payload, page.Body!.TextContent, StringComparison.Ordinal);
                path = page.QuerySelector(".pager a[rel=next]")?.GetAttribute("href");
            }
        }

        foreach (var number in Enumerable.Range(0, HostileCaptions.All.Count).Where(number => number % 10 == 0))
        {
            AssertInert(await service.PageAsync($"/runs/{TinyRelease.Hash($"hostile {number}")[..32]}"));
            AssertInert(await service.PageAsync($"/releases/{TinyRelease.Hash($"hostile {number + 1}")[..32]}"));
            await AssertInertAsync(service, $"/schedules/{Uri.EscapeDataString($"{number} {HostileCaptions.All[number]}")}");
        }

        foreach (var text in HostileCaptions.All)
        {
            var asked = Uri.EscapeDataString(text);
            await AssertInertAsync(service, $"/schedules/{asked}?said={asked}");
            AssertInert(await service.PageAsync($"/keys?said={asked}"));
            AssertInert(await service.PageAsync($"/releases?before={asked}&after={asked}"));
            AssertInert(await service.PageAsync(
                $"/releases/{shown.RunKey}/scores?feature={asked}&min={asked}&max={asked}"));
            await AssertInertAsync(service, $"/releases/{shown.RunKey}/samples/{asked}?like={asked}");
            AssertInert(await service.PageAsync($"/?q={asked}&state={asked}&pipeline={asked}&before={asked}&after={asked}"));
            AssertInert(await service.PageAsync(
                $"/releases/{shown.RunKey}/samples?q={asked}&reason={asked}&source={asked}&split={asked}&feature={asked}&min={asked}&after={asked}"));
        }
    }

    /// <summary>A schedule with a window, and a key.</summary>
    private static async Task HostileScheduleAsync(RunCatalog catalog, string name, string text)
    {
        var night = MadeSchedule.Time("2026-03-01T01:30Z");
        await catalog.Schedules.PutAsync(ShownSchedule.Of(name, text, name, text, night.AddMinutes(-1)), Cancel);
        await ShownSchedule.EndAsync(catalog.Schedules, name, night, new WindowEnd(WindowState.Failed) { Error = text, RunKey = text }, Cancel);
        await catalog.Schedules.PauseAsync(name, true, night, Cancel); // or the service would run it
        await catalog.AccessKeys.AddAsync(
            new AccessKeyRecord { Id = TinyRelease.Hash(name)[..12], Name = text, Digest = TinyRelease.Hash(name), Scopes = text }, Cancel);
    }

    /// <summary>The same for a text in the path itself, which the server may refuse before there is a page: then it says nothing at all.</summary>
    private static async Task AssertInertAsync(PageService service, string path)
    {
        using var answer = await service.GetAsync(path);
        if (answer.StatusCode is HttpStatusCode.BadRequest)
            Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancel));
        else
            AssertInert(await service.PageAsync(path));
    }

    /// <summary>Nothing on the page runs, loads from elsewhere or leads to a script.</summary>
    private static void AssertInert(IHtmlDocument page)
    {
        Assert.Equal(OwnScripts, page.Scripts.Select(script => script.GetAttribute("src")));
        Assert.All(page.Scripts, script => Assert.Equal("", script.TextContent));
        Assert.Empty(page.QuerySelectorAll("iframe, object, embed, base, template, style, math, marquee, meta[http-equiv]"));
        foreach (var element in page.All)
        {
            Assert.DoesNotContain(
                element.Attributes, one => one.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || one.Name == "style");
            foreach (var name in (string[])["href", "src", "action", "formaction", "data"])
            {
                if (element.GetAttribute(name) is { } target)
                    Assert.True(target.StartsWith('/') && !target.StartsWith("//", StringComparison.Ordinal) || target.StartsWith('#'), target);
            }
        }
    }
}
