using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using OpenTelemetry.Metrics;

namespace Mm.Data.App.Hosting.Telemetry;

/// <summary>
/// Answers <c>/metrics</c> and the probes on a listener of its own: a worker has no pages, and a login in front of a probe would be none.
/// Started first and stopped last, so that it can say that the process starts or drains.
/// </summary>
internal sealed class TelemetryServer(TelemetryOptions options, MeterProvider meters, Probes probes) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private WebApplication? _app;

    /// <exception cref="EnvironmentException">The address cannot be listened on.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        RunTelemetry.Announce();
        if (options.Url.Length == 0)
            return;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(); // where UseUrls writes to
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Url);
        _app = builder.Build();
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, "/metrics", null, null);
        foreach (var kind in (string[])[Probes.Live, Probes.Ready, Probes.Startup])
            _app.MapGet($"/{kind}", (HttpContext context) => AnswerAsync(context, kind));
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new EnvironmentException($"Cannot listen on Telemetry:Url {options.Url}: {e.Message} Choose another port.", e);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>200 or 503, with each question's answer.</summary>
    private async Task AnswerAsync(HttpContext context, string kind)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var probe in probes.All.Where(probe => probe.Kind == kind))
            answers[probe.Name] = await AskAsync(probe, context.RequestAborted) ?? "ok";
        context.Response.StatusCode = answers.Values.All(answer => answer == "ok")
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(answers), context.RequestAborted);
    }

    private static async Task<string?> AskAsync(Probe probe, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            return await probe.AskAsync(limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"No answer in {Patience.TotalSeconds:0} s.";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A probe that fails has found something: what, the process's own log says. Here its kind is enough.
            return $"The question failed: {e.GetType().Name}.";
        }
    }
}
