using System.Globalization;
using Mm.Data.App.Hosting.Telemetry;
using Mm.Data.Catalog;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Mm.Data.App.Hosting;

/// <summary>The host of a command that runs jobs: logs to standard error, warnings and worse unless told otherwise.</summary>
internal static class RunHost
{
    /// <param name="role">What the process is, for monitoring: <c>run</c>, <c>worker</c>, ...</param>
    /// <param name="settings">All settings.</param>
    /// <param name="catalog">Is open already.</param>
    /// <param name="workers">Jobs at once.</param>
    /// <param name="drain">How long jobs in hand may go on when the host stops.</param>
    public static IHost Build(string role, AppSettings settings, RunCatalog catalog, int workers, TimeSpan drain = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSerilog(log => Log(log, settings.Telemetry)).AddMmData(settings, catalog)
            .AddTelemetry(settings, role).AddJobs(settings, workers, drain);
        return builder.Build();
    }

    /// <summary>Hangfire logs every failed attempt with its exception; ours carry ids and codes alone.</summary>
    public static void Log(LoggerConfiguration log, TelemetryOptions options)
    {
        log.MinimumLevel.Is(options.LogLevel)
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error) // keys of logins lie in a folder of our own
            .MinimumLevel.Override("Microsoft.AspNetCore.Antiforgery", LogEventLevel.Error) // it forbids caching, as we did already
            .Enrich.FromLogContext();
        if (options.LogFormat is LogFormat.Json)
            log.WriteTo.Console(new RenderedCompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose);
        else
            log.WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture);
    }
}
