using Mm.Data.Catalog;
using Serilog;
using Serilog.Events;

namespace Mm.Data.App.Hosting;

/// <summary>The host of a command that runs jobs: logs to standard error, warnings and worse unless told otherwise.</summary>
internal static class RunHost
{
    public static IHost Build(AppSettings settings, RunCatalog catalog, int workers, TimeSpan drain = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSerilog(Log).AddMmData(settings, catalog).AddJobs(settings, workers, drain);
        return builder.Build();
    }

    /// <summary>Hangfire logs every failed attempt with its exception; ours carry ids and codes alone.</summary>
    public static void Log(LoggerConfiguration log) => log
        .MinimumLevel.Is(LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error) // keys of logins lie in a folder of our own
        .MinimumLevel.Override("Microsoft.AspNetCore.Antiforgery", LogEventLevel.Error) // it forbids caching, as we did already
        .Enrich.FromLogContext()
        .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
}
