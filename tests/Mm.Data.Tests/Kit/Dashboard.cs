using System.Diagnostics;
using System.Net;
using Mm.Data.App.Bench;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A running <c>mmdata serve</c> on a free port.</summary>
internal sealed class Dashboard : IAsyncDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly HttpClient _client = new();
    private readonly Process _process;
    private readonly Task _rest;

    private Dashboard(Process process, int port)
    {
        (_process, Port) = (process, port);
        _client.BaseAddress = new Uri($"http://127.0.0.1:{port}");
        _rest = Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
    }

    public int Port { get; }

    public static Task<Dashboard> StartAsync(string state) => StartAsync(state, new Dictionary<string, string>());

    /// <param name="state">The state folder.</param>
    /// <param name="environment">Settings.</param>
    /// <param name="more">Behind the command.</param>
    public static async Task<Dashboard> StartAsync(string state, IReadOnlyDictionary<string, string> environment, params string[] more)
    {
        var port = Ports.Free();
        var process = Mmdata.Start(state, environment, ["serve", "--config", $"Web:Url=http://127.0.0.1:{port}", .. more]);
        var line = await process.StandardOutput.ReadLineAsync(Cancel);
        Assert.True(line is not null, line ?? await process.StandardError.ReadToEndAsync(Cancel));
        Assert.StartsWith("Dashboard on", line, StringComparison.Ordinal);
        return new Dashboard(process, port);
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

    public Task SignalAsync(string signal) => ProcessSignal.SendAsync(signal, [_process.Id], Cancel);

    public async Task<int> StopAsync(string signal)
    {
        await SignalAsync(signal);
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
}
