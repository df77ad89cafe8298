using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Hosting.Telemetry;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Web;
using Mm.Data.Web.Access;
using Mm.Data.Web.Read;
using Serilog;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata serve</c>: the dashboard, and the runs that an earlier process left unfinished.</summary>
internal static class ServeCommand
{
    public static Command Create() => new Command("serve", "Show runs and jobs in a browser and go on with unfinished runs.")
        .Does(async (_, settings, cancel) =>
        {
            var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
            await using var app = Build(settings, catalog, await KeyAsync(settings, cancel));
            try
            {
                await app.StartAsync(cancel);
            }
            catch (IOException e)
            {
                throw new EnvironmentException(
                    $"Cannot listen on {settings.Web.Url}: {e.Message} Choose another with --config Web:Url=http://127.0.0.1:PORT.", e);
            }

            Console.WriteLine($"Dashboard on {settings.Web.Url} (jobs on {settings.Web.Url}/jobs). Ctrl+C stops.");
            var resumed = ResumeAsync(app.Services, catalog, cancel);
            await app.WaitForShutdownAsync(cancel);
            await resumed.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None).ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitCode.Done;
        });

    // Without login, machines that share a database may do without a key; API keys are none then.
    private static async Task<ServerKey?> KeyAsync(AppSettings settings, CancellationToken cancel) =>
        settings.Web.Access is AccessMode.Local && !ServerKey.IsSet(settings.State)
            ? null
            : await ServerKey.OpenAsync(settings.State, cancel);

    internal static WebApplication Build(AppSettings settings, RunCatalog catalog, ServerKey? key = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear(); // SettingsReader has read everything there is
        builder.Configuration.AddInMemoryCollection(); // where UseUrls writes to
        builder.WebHost.UseUrls(settings.Web.Url);
        builder.Services.AddSerilog(log => RunHost.Log(log, settings.Telemetry)).AddSingleton<IRevokedRows, RevokedRowLists>()
            .AddMmData(settings, catalog).AddTelemetry(settings, "serve")
            .AddJobs(settings, settings.Run.WorkersOrCores).AddSchedules()
            .AddDashboard(settings.Web, settings.State, key, builder.Environment.IsDevelopment());
        var app = builder.Build();
        app.MapDashboard(settings.Web);
        return app;
    }

    /// <summary>
    /// Takes up every run that the catalog calls running: its process is gone, or it holds the run's lock, in which case this one
    /// leaves it alone.
    /// </summary>
    private static async Task ResumeAsync(IServiceProvider services, RunCatalog catalog, CancellationToken cancel)
    {
        var starter = services.GetRequiredService<RunStarter>();
        foreach (var record in await catalog.UnfinishedAsync(cancel))
        {
            var request = JsonSerializer.Deserialize<RunRequest>(record.RequestJson)!;
            if (request.Window is not null)
                continue; // its schedule's window is taken up, and it with it
            try
            {
                var started = await starter.StartAsync(request, cancel);
                if (started.Run is { } run)
                    await starter.WaitAsync(run, cancel);
            }
            catch (Exception e) when (e is ConfigurationException or EnvironmentException)
            {
                Console.Error.WriteLine($"Run {record.Key[..8]} cannot go on: {e.Message}");
            }
        }
    }
}
