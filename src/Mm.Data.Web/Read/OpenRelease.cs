using Mm.Data.Catalog;
using Mm.Data.Publish;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>A run's release as it lies there now: in the folder of the run's output, or in a container.</summary>
/// <param name="Run">Who made it.</param>
/// <param name="Place">Folder, or address in blob storage.</param>
/// <param name="Known">Its manifest.</param>
/// <param name="Container">What lies at an address; null for a folder.</param>
public sealed record OpenRelease(RunRecord Run, string Place, KnownManifest Known, ReleaseReader? Container)
{
    public ReleaseManifest Manifest => Known.Manifest;

    /// <summary>Calls with the release held as long as that takes.</summary>
    /// <exception cref="EnvironmentException">Another has taken its place.</exception>
    public async Task<T> ReadAsync<T>(Func<ReleaseReader, Task<T>> read, CancellationToken cancel)
    {
        if (Container is not null)
            return await read(Container);
        using var reader = await ReleaseReader.OpenAsync(Place, Known, cancel);
        return await read(reader);
    }

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

}
