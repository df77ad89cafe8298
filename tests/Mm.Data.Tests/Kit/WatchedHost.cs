using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mm.Data.App.Hosting;
using Mm.Data.App.Hosting.Telemetry;
using Mm.Data.Catalog;
using Mm.Data.Models;
using Mm.Data.Run;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A process's host in this process, with metrics and probes on a free port.</summary>
internal sealed class WatchedHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HttpClient _http;

    private WatchedHost(IHost host, string url)
    {
        _host = host;
        _http = new HttpClient { BaseAddress = new Uri(url) };
    }

    public IServiceProvider Services => _host.Services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="folder">Holds the state folder.</param>
    /// <param name="change">What differs from settings with the models of this checkout.</param>
    public static async Task<WatchedHost> StartAsync(TemporaryFolder folder, Func<AppSettings, AppSettings>? change = null)
    {
        var url = $"http://127.0.0.1:{Ports.Free()}";
        var settings = new AppSettings
        {
            State = new StateOptions { Folder = folder["state"] },
            Models = new ModelOptions { Folders = Checkout.ModelFolders },
            Telemetry = new TelemetryOptions { Url = url },
        };
        settings = change?.Invoke(settings) ?? settings;
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, Cancel);
        var host = RunHost.Build("test", settings, catalog, workers: 1);
        await HostGate.StartAsync(host, Cancel);
        var watched = new WatchedHost(host, url);
        while ((await watched.WrongAsync(Probes.Ready)).ContainsKey("jobs")) // the job server reports on a thread of its own
            await Task.Delay(50, Cancel);
        return watched;
    }

    /// <summary>Runs a pipeline to its end.</summary>
    public async Task RunAsync(RunRequest request)
    {
        var starter = _host.Services.GetRequiredService<RunStarter>();
        var started = await starter.StartAsync(request, Cancel);
        await starter.WaitAsync(started.Run!, Cancel);
    }

    public Task<string> MetricsAsync() => _http.GetStringAsync("/metrics", Cancel);

    /// <summary>What is wrong, by question; empty with status 200 alone.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WrongAsync(string probe)
    {
        using var answer = await _http.GetAsync($"/{probe}", Cancel);
        var said = JsonSerializer.Deserialize<Dictionary<string, string>>(await answer.Content.ReadAsStringAsync(Cancel))!;
        var wrong = said.Where(pair => pair.Value != "ok").ToDictionary();
        Assert.Equal(wrong.Count == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return wrong;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
