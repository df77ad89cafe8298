using Mm.Data.Catalog;
using Mm.Data.Publish;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>A run's release as it lies there now.</summary>
public sealed record OpenRelease(RunRecord Run, string Folder, ReleaseManifest Manifest)
{
    /// <summary>The page's path, to which more is added.</summary>
    public string Path => $"/releases/{Run.Key}";
}

/// <summary>A release with its index; the index is null while it is being made, or cannot be.</summary>
public sealed record IndexedRelease
{
    public required OpenRelease Release { get; init; }

    internal ReleaseIndex? Index { get; init; }

    public IndexFacts? Facts => Index?.Facts;

    /// <summary>Share of the index that is made, 0 to 1.</summary>
    public double? Progress { get; init; }

    public string? Problem { get; init; }
}
