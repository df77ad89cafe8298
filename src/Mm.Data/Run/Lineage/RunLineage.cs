using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Mm.Data.Catalog;
using Mm.Data.Publish;

namespace Mm.Data.Run.Lineage;

/// <summary>
/// Tells of runs as OpenLineage events: a line each in <c>lineage/RUN.jsonl</c> of the state folder, and by HTTP where the settings say so.
/// What goes wrong here is logged and ends nothing.
/// </summary>
public sealed class RunLineage(LineageOptions options, StateOptions state, TimeProvider clock, ILogger<RunLineage> log) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
    };

    /// <summary>The run is planned and stands in the catalog.</summary>
    internal async Task StartedAsync(ActiveRun run)
    {
        var events = new LineageEvent(run, options.Namespace);
        if (OpenAttempt(run.Key) is { } left)
            await TellAsync(run.Key, events.Abandoned(clock.GetUtcNow(), left));
        await TellAsync(run.Key, events.Start(clock.GetUtcNow()));
    }

    internal Task EndedAsync(ActiveRun run, PublishResult result) =>
        TellAsync(run.Key, new LineageEvent(run, options.Namespace).Done(clock.GetUtcNow(), result));

    internal Task FailedAsync(ActiveRun run, Exception fault) =>
        TellAsync(run.Key, new LineageEvent(run, options.Namespace).Failed(clock.GetUtcNow(), fault));

    public void Dispose() => _http.Dispose();

    private string PathOf(string runKey) => Path.Combine(state.Folder, "lineage", $"{runKey}.jsonl");

    /// <summary>Id of an attempt that began and never told its end; null: there is none.</summary>
    private string? OpenAttempt(string runKey)
    {
        try
        {
            if (!File.Exists(PathOf(runKey)) || File.ReadLines(PathOf(runKey)).LastOrDefault() is not { Length: > 0 } line)
                return null;
            var last = JsonNode.Parse(line);
            return last?["eventType"]?.GetValue<string>() == "START" ? last["run"]?["runId"]?.GetValue<string>() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null; // half a line of a process that died: the next one ends it
        }
    }

    private async Task TellAsync(string runKey, JsonObject told)
    {
        var line = told.ToJsonString();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(runKey))!);
            await File.AppendAllTextAsync(PathOf(runKey), line + "\n", CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NotWritten(runKey, e.GetType().Name);
        }

        if (options.Url.Length > 0)
            await SendAsync(runKey, line);
    }

    private async Task SendAsync(string runKey, string line)
    {
        try
        {
            using var body = new StringContent(line, Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(options.Url, body, CancellationToken.None);
            if (!answer.IsSuccessStatusCode)
                log.NotTaken(runKey, (int)answer.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            log.NotSent(runKey, e.GetType().Name);
        }
    }
}
