using Hangfire;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Hosting.Telemetry;

/// <summary>
/// What the probes ask. Each answers null when all is well, or what is wrong and what to do. A process is started anew for what
/// <c>/live</c> finds, so that asks nothing but what a new start mends; <c>/ready</c> asks for all that work needs.
/// </summary>
internal sealed class Probes(
    AppSettings settings, RunCatalog catalog, ModelStore models, Lazy<JobStorage> jobs, Pulse pulse, IHostApplicationLifetime lifetime)
{
    public const string Live = "live";
    public const string Ready = "ready";
    public const string Startup = "startup";

    private string State => settings.State.Folder;

    public IReadOnlyList<Probe> All =>
    [
        new("started", Startup, _ => Is(lifetime.ApplicationStarted.IsCancellationRequested, "The process is still starting.")),
        new("pulse", Live, _ => Is(pulse.IsBeating, "The process has not come to run its own work for half a minute: start it anew.")),
        new("draining", Ready, _ => Is(!lifetime.ApplicationStopping.IsCancellationRequested, "The process was told to end.")),
        new("catalog", Ready, CatalogAsync),
        new("jobs", Ready, _ => new(Task.Run(Jobs))),
        new("state-folder", Ready, _ => new(WriteState())),
        new("disk", Ready, _ => new(Disk())),
        new("decoder", Ready, _ => new(Decoder())),
        new("models", Ready, _ => Is(models.List().Models.Count > 0, "No model is installed: run ops/setup, or see Models:Folders.")),
        new("signing-key", Ready, _ => new(Key())),
    ];

    private async ValueTask<string?> CatalogAsync(CancellationToken cancel)
    {
        // An open file answers also after somebody has deleted it, and what is written into it is lost.
        if (settings.State.Database is StateDatabase.Sqlite && !File.Exists(catalog.Place))
            return $"The catalog {catalog.Place} is gone. End the process, put the file back or start with a new one.";
        try
        {
            await catalog.RunsAsync(1, cancel);
            return null;
        }
        catch (Exception e) when (CatalogDatabase.Explain(e, catalog.Place) is { } said)
        {
            return said.Message;
        }
    }

    private string? Jobs()
    {
        try
        {
            var servers = jobs.Value.GetMonitoringApi().Servers();
            var isEnough = settings.Run.QueueList.Count == 0 || servers.Count > 0 || lifetime.ApplicationStopping.IsCancellationRequested;
            return isEnough ? null : "No job server has reported to the job storage.";
        }
        catch (Exception e) when (PostgresConnection.Fault(e) is { } said)
        {
            return $"The job storage: {said}";
        }
    }

    private string? WriteState()
    {
        var file = Path.Combine(State, $".probe-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(file, "");
            File.Delete(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The state folder cannot be written: {e.Message}";
        }
    }

    private string? Disk()
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(State)).AvailableFreeSpace >> 20;
            return free >= settings.Telemetry.DiskFreeMibMin
                ? null
                : $"{free} MiB are free under the state folder, and Telemetry:DiskFreeMibMin is {settings.Telemetry.DiskFreeMibMin}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The disk of the state folder cannot be asked: {e.Message}";
        }
    }

    private string? Decoder()
    {
        try
        {
            DecoderProgram.Command(settings.Decode);
            return null;
        }
        catch (EnvironmentException e)
        {
            return e.Message;
        }
    }

    // The first start makes a key where none is configured; a file that was named and is gone is found here.
    private string? Key() => settings.Audit.KeyFile.Length == 0 || File.Exists(settings.Audit.KeyFile)
        ? null
        : $"Audit:KeyFile {settings.Audit.KeyFile} is not there: nothing can be published.";

    private static ValueTask<string?> Is(bool well, string otherwise) => new(well ? null : otherwise);
}

/// <summary>One question of a probe.</summary>
internal sealed record Probe(string Name, string Kind, Func<CancellationToken, ValueTask<string?>> AskAsync);
