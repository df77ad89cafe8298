using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Mm.Data.Web.Access;
using Xunit;

namespace Mm.Data.Tests.Web.Api;

/// <summary>The HTTP API over HTTP, with keys.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private LoginService _service = null!;
    private Visitor _visitor = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await LoginService.StartAsync();
        _visitor = await _service.WithKeyAsync(Capability.View, Capability.Operate, Capability.Trigger);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Every_route_is_in_the_document_with_its_refusals_as_problems()
    {
        var document = await JsonAsync("/api/v1/openapi.json");
        var routes = _service.Routes.Where(route => route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)).ToArray();
        Assert.True(routes.Length >= 21, $"{routes.Length}");
        foreach (var route in routes)
        {
            var path = route.RoutePattern.RawText!;
            var method = route.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Single().HttpMethods.Single();
            var answers = document["paths"]?[path]?[method.ToLowerInvariant()]?["responses"]?.AsObject();
            Assert.True(answers is not null, $"{method} {path} is not in the document");
            string[] expected = path.Contains('{', StringComparison.Ordinal) ? ["400", "401", "403", "404", "429", "503"] : ["400", "401", "403", "429", "503"];
            Assert.All(expected, status => Assert.True(answers[status]?["content"]?["application/problem+json"] is not null, $"{method} {path}: {status}"));
            Assert.Contains(answers, answer => answer.Key.StartsWith('2'));
        }
    }

    [Fact]
    public async Task Runs_come_in_pages_that_hold_each_once_newest_first_and_a_made_up_key_is_refused()
    {
        for (var number = 0; number < 25; number++)
            await AddRunAsync($"{number:x32}", number % 3 == 0 ? RunState.Published : RunState.Failed);
        var all = await PagesAsync("/api/v1/runs?limit=7");
        Assert.Equal(25, all.Count);
        Assert.Equal(25, all.Select(run => run["key"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(
            all.Select(run => run["started"]!.GetValue<DateTimeOffset>()).OrderDescending(), all.Select(run => run["started"]!.GetValue<DateTimeOffset>()));
        Assert.Equal(9, (await PagesAsync("/api/v1/runs?state=published&limit=4")).Count);
        Assert.Equal(9, (await PagesAsync("/api/v1/releases?limit=9")).Count);

        foreach (var query in (string[])["after=AAAA", "after=%00", "limit=0", "limit=100000", "state=sleeping"])
            await RefusedAsync(HttpStatusCode.BadRequest, await _visitor.GetAsync("/api/v1/runs?" + query));
    }

    [Fact]
    public async Task Shards_and_quarantine_come_in_pages_that_hold_each_once()
    {
        var key = new string('a', 32);
        await AddRunAsync(key, RunState.Running, shards: 12);
        var shards = await PagesAsync($"/api/v1/runs/{key}/shards?limit=5");
        Assert.Equal(Enumerable.Range(0, 12), shards.Select(shard => shard["index"]!.GetValue<int>()));

        var held = Enumerable.Range(0, 9).Select(number => Held($"{number:x32}")).ToArray();
        await _service.Catalog.Quarantine.RecordAsync("plain", _ => true, held, Cancel);
        Assert.Equal(held.Select(one => one.SampleId), (await PagesAsync("/api/v1/quarantine?limit=2")).Select(one => one["id"]!.GetValue<string>()));
        await RefusedAsync(HttpStatusCode.BadRequest, await PostAsync("/api/v1/quarantine/retry", "{}"));
        using var answer = await PostAsync("/api/v1/quarantine/retry", """{"reasons":["decode.crashed"]}""");
        Assert.Equal("""{"putBack":9,"chosen":9}""", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_run_in_work_is_cancelled_once()
    {
        var key = new string('b', 32);
        await AddRunAsync(key, RunState.Running);
        using (var cancelled = await _visitor.SendAsync(HttpMethod.Delete, $"/api/v1/runs/{key}"))
            Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        Assert.Equal("failed", (await JsonAsync($"/api/v1/runs/{key}"))["state"]!.GetValue<string>());
        await RefusedAsync(HttpStatusCode.Conflict, await _visitor.SendAsync(HttpMethod.Delete, $"/api/v1/runs/{key}"));
        await RefusedAsync(HttpStatusCode.NotFound, await _visitor.GetAsync("/api/v1/runs/none"));
    }

    [Fact]
    public async Task Paths_out_of_the_roots_unknown_members_and_no_body_are_refused_as_problems()
    {
        foreach (var body in (string[])
            [
                """{"pipeline":"/etc/passwd","input":"/etc","output":"/tmp/x"}""", """{"pipeline":"a.yaml","input":"b","output":"c"}""",
                """{"pipeline":"az://secrets/x","input":"/etc","output":"/tmp/x"}""", """{"pipeline":"/a","input":"/b","output":"/c","root":"/"}""",
                "{", "",
            ])
        {
            await RefusedAsync(HttpStatusCode.BadRequest, await PostAsync("/api/v1/runs", body));
            await RefusedAsync(HttpStatusCode.BadRequest, await PostAsync("/api/v1/schedules", body));
        }
    }

    [Fact]
    public async Task Who_calls_too_often_is_told_to_wait()
    {
        using var other = await _service.WithKeyAsync(Capability.View);
        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < LoginService.RequestsPerMinute + 5; call++)
            statuses.Add(await _visitor.StatusAsync("/api/v1/workers"));
        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync("/api/v1/workers")); // another key is another's share
    }

    private async Task AddRunAsync(string key, RunState state, int shards = 1)
    {
        var run = new RunRecord { Key = key, Pipeline = "plain", RequestJson = "{}", Output = "/none", Samples = shards };
        await _service.Catalog.BeginAsync(run, [.. Enumerable.Repeat(1, shards)], Cancel);
        if (state is not RunState.Running)
            await _service.Catalog.EndAsync(key, state, null, Cancel);
    }

    private static QuarantineRecord Held(string id) => new()
    {
        Pipeline = "plain",
        SampleId = id,
        Stage = "views",
        Reason = "decode.crashed",
        AssetSha256 = new string('0', 64),
        RunKey = "r",
    };

    private async Task<JsonNode> JsonAsync(string path)
    {
        using var answer = await _visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
    }

    private async Task<IReadOnlyList<JsonNode>> PagesAsync(string path)
    {
        var all = new List<JsonNode>();
        for (var next = path; ;)
        {
            var page = await JsonAsync(next);
            all.AddRange(page["items"]!.AsArray().Select(item => item!));
            if (page["next"] is not { } key)
                return all;
            next = $"{path}&after={key.GetValue<string>()}";
        }
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        _visitor.SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task RefusedAsync(HttpStatusCode expected, HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(expected == answer.StatusCode, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode} {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal((int)expected, JsonNode.Parse(text)!["status"]!.GetValue<int>());
        }
    }
}
