using Mm.Data.Catalog;
using Mm.Data.Publish;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>A run's release as it lies there now.</summary>
public sealed record OpenRelease(RunRecord Run, string Folder, KnownManifest Known)
{
    public ReleaseManifest Manifest => Known.Manifest;

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

    /// <summary>A page of samples in order of id. There must be an index.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="place">Id that the page begins behind; null: at the first.</param>
    /// <param name="isBackwards">The page ends before that id.</param>
    /// <param name="most">Samples on it at most.</param>
    public Keyset<ListedSample> Page(SampleFilter filter, string? place, bool isBackwards, int most) =>
        new SampleBrowser(Index!).Page(filter, place, isBackwards, most);

    /// <summary>What other bounds would do; null where the release has no number of that name. There must be an index.</summary>
    public WhatIf? WhatIf(string feature, double? min, double? max) =>
        Index!.NumberOf(feature) is var number and >= 0 ? Read.WhatIf.Of(Index, number, min, max) : null;
}
