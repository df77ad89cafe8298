using Mm.Data.App.Hosting.Telemetry;
using Mm.Data.Audit.Log;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Run.Lineage;
using Mm.Data.Source.Fetch;
using Mm.Data.Storage;
using Mm.Data.Web;

namespace Mm.Data.App.Hosting;

/// <summary>Every setting of every role, as appsettings.json lists them.</summary>
public sealed record AppSettings
{
    public StateOptions State { get; init; } = new();

    public RunOptions Run { get; init; } = new();

    public MemoryOptions Memory { get; init; } = new();

    public ModelOptions Models { get; init; } = new();

    public DecodeOptions Decode { get; init; } = new();

    public FetchOptions Fetch { get; init; } = new();

    public PrivacyOptions Privacy { get; init; } = new();

    public StorageOptions Storage { get; init; } = new();

    public AuditOptions Audit { get; init; } = new();

    public WebOptions Web { get; init; } = new();

    public TelemetryOptions Telemetry { get; init; } = new();

    public LineageOptions Lineage { get; init; } = new();
}
