using System.Diagnostics;
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
        await using var service = await Service.StartAsync(quickstart.State);

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
        await using var service = await Service.StartAsync(_folder["state"]);
        Assert.All(
            [
                await service.GetAsync("/"), await service.GetAsync("/jobs"), await service.GetAsync("/mmdata.css"),
                await service.GetAsync("/", ("Host", $"localhost:{service.Port}")),
            ],
            answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.All(
            [
                await service.GetAsync("/", ("X-Forwarded-For", "203.0.113.7")), await service.GetAsync("/jobs", ("Forwarded", "for=203.0.113.7")),
                await service.GetAsync("/", ("Host", "dashboard.example")), await service.GetAsync("/jobs", ("Host", "dashboard.example")),
            ],
            answer => Assert.Equal(HttpStatusCode.Forbidden, answer));
        Assert.Contains("No such run", await service.TextAsync("/runs/0123456789abcdef"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_ends_cleanly_when_told_to(string signal)
    {
        Assert.SkipWhen(signal == "INT" && IgnoresInterrupts(), "whoever started the tests ignores SIGINT (a background job), and so do their children");
        await using var service = await Service.StartAsync(_folder["state"]);
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

    /// <summary>A running <c>mmdata serve</c> on a free port.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly HttpClient _client = new();
        private readonly Process _process;
        private readonly Task _rest;

        private Service(Process process, int port)
        {
            (_process, Port) = (process, port);
            _client.BaseAddress = new Uri($"http://127.0.0.1:{port}");
            _rest = Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        }

        public int Port { get; }

        public static async Task<Service> StartAsync(string state)
        {
            var port = FreePort();
            var process = Mmdata.Start(state, "serve", "--config", $"Web:Url=http://127.0.0.1:{port}");
            var line = await process.StandardOutput.ReadLineAsync(Cancel);
            Assert.True(line is not null, line ?? await process.StandardError.ReadToEndAsync(Cancel));
            Assert.StartsWith("Dashboard on", line, StringComparison.Ordinal);
            return new Service(process, port);
        }

        public async Task<string> TextAsync(string path) => await _client.GetStringAsync(new Uri(path, UriKind.Relative), Cancel);

        public async Task<HttpStatusCode> GetAsync(string path, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            using var answer = await _client.SendAsync(request, Cancel);
            return answer.StatusCode;
        }

        public async Task<int> StopAsync(string signal)
        {
            // The shell's own kill: a bare system has no program of that name.
            using var kill = Process.Start("/bin/sh", ["-c", $"kill -s {signal} {_process.Id}"]);
            await _process.WaitForExitAsync(Cancel);
            await _rest;
            return _process.ExitCode;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
                await StopAsync("TERM");
            _process.Dispose();
            _client.Dispose();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
