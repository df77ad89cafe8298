using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>What of a run's release can be shown: the release, or why there is none.</summary>
public sealed record ReleaseAnswer(OpenRelease? Release, string? Problem);

/// <summary>Releases by the runs that made them, and what pages ask of them. Everything shown comes out of the release itself.</summary>
public sealed class ReleaseLibrary(RunCatalog catalog, StateOptions state, TimeProvider clock) : IDisposable
{
    private const int ManifestsMax = 16;
    private const int AnswersMax = 512;

    private readonly IndexShelf _shelf = new(state);
    private readonly AnswerCache<(string Folder, long Ticks, long Bytes), KnownManifest> _manifests = new(ManifestsMax, clock);
    private readonly AnswerCache<(string Digest, SampleFilter Filter), long> _counts = new(AnswersMax, clock);
    private readonly AnswerCache<(string Digest, int Number), FeatureHistogram> _histograms = new(AnswersMax, clock);

    /// <summary>Null: the catalog has no such run.</summary>
    public async Task<ReleaseAnswer?> FindAsync(string runKey, CancellationToken cancel)
    {
        if (await catalog.RunAsync(runKey, cancel) is not { } run)
            return null;
        if (run.State is not RunState.Published)
            return new ReleaseAnswer(null, "This run has published no release.");
        if (BlobAddress.IsOne(run.Output))
            return new ReleaseAnswer(null, "This release lies in a container, and these pages read folders. mmdata copy makes one of it.");
        try
        {
            var known = await ManifestAsync(run.Output, cancel);
            return RunKeys.Run(known.Manifest.RunKey, run.Output) == run.Key
                ? new ReleaseAnswer(new OpenRelease(run, run.Output, known), null)
                : new ReleaseAnswer(null, "Another run has put its release in the place of this one's.");
        }
        catch (Exception e) when (e is ConfigurationException or EnvironmentException or IOException or UnauthorizedAccessException)
        {
            return new ReleaseAnswer(null, "The release is not where the run has put it, or cannot be read by this process.");
        }
    }

    /// <summary>The release with its index. A large one's index is made while nobody waits.</summary>
    public async Task<IndexedRelease> IndexAsync(OpenRelease release, CancellationToken cancel)
    {
        var found = await _shelf.GetAsync(release.Folder, release.Manifest.Digest, cancel);
        return new IndexedRelease { Release = release, Index = found.Index, Progress = found.Progress, Problem = found.Problem };
    }

    /// <summary>How many samples the filter takes.</summary>
    public Task<long> CountAsync(IndexedRelease release, SampleFilter filter, CancellationToken cancel) => _counts.GetAsync(
        (release.Release.Manifest.Digest, filter), null, () => Task.Run(() => new SampleBrowser(release.Index!).Count(filter)), cancel);

    /// <summary>The spread of a number; null where the release has none of that name.</summary>
    public async Task<FeatureHistogram?> HistogramAsync(IndexedRelease release, string feature, CancellationToken cancel) =>
        release.Index!.NumberOf(feature) is var number and >= 0
            ? await _histograms.GetAsync(
                (release.Release.Manifest.Digest, number), null, () => Task.Run(() => FeatureHistogram.Of(release.Index, number)), cancel)
            : null;

    public void Dispose() => _shelf.Dispose();

    /// <summary>A manifest is parsed once, as long as its file does not change.</summary>
    private async Task<KnownManifest> ManifestAsync(string folder, CancellationToken cancel)
    {
        var file = new FileInfo(Path.Combine(folder, ReleaseManifest.FileName));
        return await _manifests.GetAsync((folder, file.LastWriteTimeUtc.Ticks, file.Exists ? file.Length : 0), null, async () =>
        {
            using var reader = await ReleaseReader.OpenAsync(folder, CancellationToken.None);
            return reader.Known;
        }, cancel);
    }
}
