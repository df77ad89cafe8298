using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Web.Read;

/// <summary>Which samples of a release; what is null or empty chooses nothing away.</summary>
public sealed record SampleFilter
{
    public Outcome? Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>Name of the source, as released rows state it: samples without a row have none.</summary>
    public string? Source { get; init; }

    public string? Split { get; init; }

    public Modality? Modality { get; init; }

    /// <summary>Stands somewhere in the released caption, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>The number that <see cref="Min"/> and <see cref="Max"/> speak of.</summary>
    public string? Feature { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    /// <summary>Whether nothing but outcome and reason is asked, which the index has counted.</summary>
    public bool IsByVerdict => (this with { Outcome = null, Reason = null }).IsEmpty;

    public bool IsEmpty => this == new SampleFilter();
}
