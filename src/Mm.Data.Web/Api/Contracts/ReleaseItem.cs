using Mm.Data.Catalog;
using Mm.Data.Publish;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>A release that a run published. Times are UTC.</summary>
public sealed record ReleaseItem
{
    /// <summary>The run that made it.</summary>
    public required string Run { get; init; }

    public required string Pipeline { get; init; }

    public required string Folder { get; init; }

    public DateTimeOffset? Published { get; init; }

    /// <summary>Of one release alone, out of its manifest, as all below.</summary>
    public string? Digest { get; init; }

    public string? ToolVersion { get; init; }

    public ReleaseCounts? Counts { get; init; }

    public static ReleaseItem Of(RunRecord run) => new()
    {
        Run = run.Key,
        Pipeline = run.Pipeline,
        Folder = run.Output,
        Published = run.EndedMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
    };

    public static ReleaseItem Of(RunRecord run, ReleaseManifest manifest) => Of(run) with
    {
        Digest = manifest.Digest,
        ToolVersion = manifest.ToolVersion,
        Counts = manifest.Counts,
    };
}
