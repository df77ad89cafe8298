using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>The dashboard as a browser and as a stranger meets it.</summary>
public sealed partial class ServeTests(QuickstartRelease quickstart) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_page_shows_the_run_and_its_own_page_the_reasons()
    {
        await quickstart.GetAsync();
        var counts = (await ReleaseReader.OpenAsync(quickstart.Release, Cancel)).Manifest.Counts;
        await using var service = await Dashboard.StartAsync(quickstart.State);

        var runs = await service.TextAsync("/");
        Assert.Contains("quickstart", runs, StringComparison.Ordinal);
        Assert.Contains("published", runs, StringComparison.Ordinal);
        Assert.Contains($"{counts.Render.Kept} kept, {counts.Select.Dropped + counts.Render.Dropped} dropped", runs, StringComparison.Ordinal);

        var run = await service.TextAsync(RunLink().Match(runs).Value);
        var reasons = counts.Measure.Reasons.Concat(counts.Select.Reasons).SelectMany(outcome => outcome.Value).ToArray();
        Assert.NotEmpty(reasons);
        Assert.All(reasons, reason => Assert.Matches($"<code>{Regex.Escape(reason.Key)}</code></td><td class=\"number\">{reason.Value}<", run));
    }

    [Fact]
    public async Task Pages_styles_and_jobs_answer_this_machine_and_nobody_else()
    {
        await using var service = await Dashboard.StartAsync(_folder["state"]);
        Assert.All(
            [
                await service.GetAsync("/"), await service.GetAsync("/jobs"), await service.GetAsync("/workers"), await service.GetAsync("/mmdata.css"),
                await service.GetAsync("/", ("Host", $"localhost:{service.Port}")),
            ],
            answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.All(
            [
                await service.GetAsync("/", ("X-Forwarded-For", "203.0.113.7")), await service.GetAsync("/jobs", ("Forwarded", "for=203.0.113.7")),
                await service.GetAsync("/", ("Host", "dashboard.example")), await service.GetAsync("/jobs", ("Host", "dashboard.example")),
            ],
            answer => Assert.Equal(HttpStatusCode.Forbidden, answer));
        Assert.Equal(HttpStatusCode.NotFound, await service.GetAsync("/runs/0123456789abcdef"));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_ends_cleanly_when_told_to(string signal)
    {
        Assert.SkipWhen(signal == "INT" && IgnoresInterrupts(), "whoever started the tests ignores SIGINT (a background job), and so do their children");
        await using var service = await Dashboard.StartAsync(_folder["state"]);
        Assert.Equal(0, await service.StopAsync(signal));
    }

    [Fact]
    public async Task An_address_that_others_can_reach_is_refused()
    {
        var serve = await Mmdata.RunAsync(_folder["state"], Cancel, "serve", "--config", "Web:Url=http://0.0.0.0:5080");
        Assert.Equal(2, serve.ExitCode);
        Assert.Contains("loopback", serve.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var serve = await Mmdata.RunAsync(_folder["state"], Cancel, "serve", "--config", $"Web:Url={url}");
        Assert.Equal(3, serve.ExitCode);
        Assert.Contains(url, serve.Errors, StringComparison.Ordinal);
    }

    /// <summary>Children inherit what is ignored; a shell's background jobs ignore SIGINT.</summary>
    private static bool IgnoresInterrupts()
    {
        var mask = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        return (Convert.ToUInt64(mask, 16) & (1 << (2 - 1))) != 0;
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("/runs/[0-9a-f]{32}")]
    private static partial Regex RunLink();
}
