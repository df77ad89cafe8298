using Hangfire;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mm.Data.App.Hosting.Telemetry;

/// <summary>Adds to a process what tells its operator's monitoring; nothing where nobody asked for it.</summary>
internal static class TelemetryServices
{
    /// <summary>To be called before the job server is added: hosted services stop in the order from last to first.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, AppSettings settings, string role)
    {
        var options = settings.Telemetry;
        if (!options.IsOn)
            return services;
        services
            .AddSingleton(options)
            .AddSingleton(settings.Memory)
            .AddSingleton<Pulse>()
            .AddSingleton(provider => new Lazy<JobStorage>(provider.GetRequiredService<JobStorage>))
            .AddSingleton<Probes>()
            .AddSingleton<ProcessMeters>()
            .AddHostedService<TelemetryServer>()
            .AddHostedService(provider => provider.GetRequiredService<Pulse>())
            .AddHostedService<CatalogMeters>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(role, serviceNamespace: "mmdata", serviceVersion: typeof(Sample).Assembly.GetName().Version?.ToString()));
        telemetry.WithMetrics(metrics => metrics
            .AddMeter(RunTelemetry.Name)
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0)
            .AddInstrumentation(provider => provider.GetRequiredService<ProcessMeters>()));
        if (options.OtlpEndpoint.Length > 0)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(RunTelemetry.Name)
                .AddOtlpExporter(exporter => exporter.Endpoint = new Uri(options.OtlpEndpoint)));
        }

        return services;
    }
}
