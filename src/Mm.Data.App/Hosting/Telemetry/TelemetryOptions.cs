using System.ComponentModel.DataAnnotations;

namespace Mm.Data.App.Hosting.Telemetry;

/// <summary>Section <c>Telemetry</c> of appsettings.json: what a process tells its operator's monitoring.</summary>
public sealed record TelemetryOptions : IValidatableObject
{
    /// <summary>
    /// Where <c>/metrics</c>, <c>/live</c>, <c>/ready</c> and <c>/startup</c> are answered, such as http://127.0.0.1:9464; empty: nowhere.
    /// A listener of its own, without login, because Prometheus and the kubelet have none: give it to networks that may see counts.
    /// </summary>
    public string Url { get; init; } = "";

    /// <summary>Where spans go by OTLP (gRPC), such as http://collector:4317; empty: nowhere.</summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>Lines for people, or one JSON object a line.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>The least that is logged.</summary>
    public Serilog.Events.LogEventLevel LogLevel { get; init; } = Serilog.Events.LogEventLevel.Warning;

    /// <summary>Not ready below so many free MiB under the state folder.</summary>
    [Range(0, 1_000_000)]
    public int DiskFreeMibMin { get; init; } = 256;

    public bool IsOn => Url.Length > 0 || OtlpEndpoint.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, value) in new[] { (nameof(Url), Url), (nameof(OtlpEndpoint), OtlpEndpoint) })
        {
            if (value.Length > 0 && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                yield return new ValidationResult($"{name} {value} is no address. Write it as http://HOST:PORT, or leave it empty.");
        }
    }
}

public enum LogFormat : byte
{
    Text,
    Json,
}
