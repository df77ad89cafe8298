using System.Text.Json.Nodes;
using Mm.Data.Tests.Kit;
using Xunit;
using Dashboard = Mm.Data.Tests.Kit.Dashboard;

namespace Mm.Data.Tests.Web.Api;

/// <summary>Commands with <c>--server</c> against the same without.</summary>
public sealed class RemoteTests : IDisposable
{
    private const string Schedule = "\nschedule: { cron: '0 0 29 2 *' }\ncursor: {}\n";
    private readonly PlainRun _run = new(pictures: 5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task What_a_service_says_from_afar_is_what_the_catalog_says_here_and_a_hook_makes_a_release()
    {
        File.AppendAllText(_run["pipeline.yaml"], Schedule);
        await using var service = await Dashboard.StartAsync(_run.State);
        var made = await DoneAsync("access", "key", "create", "test", "--scope", "view", "--scope", "operate", "--scope", "trigger");
        await File.WriteAllTextAsync(_run["key"], made, Cancel);
        string[] remote = ["--server", $"http://127.0.0.1:{service.Port}", "--key-file", _run["key"]];

        await DoneAsync(["schedule", "add", _run["pipeline.yaml"], "--input", _run.Input, "--output", _run["releases"], .. remote]);
        using var hook = new Visitor(new Uri($"http://127.0.0.1:{service.Port}")) { Key = made.Trim() };
        using (var told = await hook.SendAsync(HttpMethod.Post, "/api/v1/schedules/plain/trigger"))
            Assert.Equal(System.Net.HttpStatusCode.Accepted, told.StatusCode);
        var started = JsonNode.Parse(await DoneAsync(
            ["runs", "start", _run["pipeline.yaml"], "--input", _run.Input, "--output", _run.Release, "--json", .. remote]))!;
        while (await EndedAsync("schedule", "show", "plain") < 1 || await EndedAsync("runs", "list") < 2)
            await Task.Delay(100, Cancel);

        Assert.Equal("event", JsonNode.Parse(await DoneAsync("schedule", "show", "plain", "--json"))![0]!["kind"]!.GetValue<string>());
        Assert.True(File.Exists(Path.Combine(_run.Release, "manifest.json")), started.ToJsonString());
        string[][] commands =
        [
            ["schedule", "list"], ["schedule", "show", "plain"], ["runs", "list"], ["quarantine", "list"], ["worker", "list"], ["models", "list"],
        ];
        foreach (var command in commands)
        {
            Assert.Equal(await DoneAsync(command), await DoneAsync([.. command, .. remote]));
            Assert.Equal(await DoneAsync([.. command, "--json"]), await DoneAsync([.. command, "--json", .. remote]));
        }
    }

    [Theory]
    [InlineData("http://mmdata.example", 2, "does not travel in clear")]
    [InlineData("mmdata.example", 2, "https address")]
    [InlineData("http://127.0.0.1:1", 3, "cannot be reached")]
    public async Task A_server_that_is_none_is_told(string server, int exitCode, string expected)
    {
        var run = await Mmdata.RunAsync(_run.State, Cancel, "runs", "list", "--server", server);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    private async Task<int> EndedAsync(params string[] command) => JsonNode.Parse(await DoneAsync([.. command, "--json"]))!.AsArray()
        .Count(one => one!["state"]!.GetValue<string>() is "published" or "failed" or "refused" or "empty");

    private async Task<string> DoneAsync(params string[] command)
    {
        var run = await Mmdata.RunAsync(_run.State, Cancel, command);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return run.Output;
    }
}
