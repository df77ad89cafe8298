using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Storage;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>What of a run's release can be shown: the release, or why there is none.</summary>
public sealed record ReleaseAnswer(OpenRelease? Release, string? Problem)
{
    internal const string NotPublished = "This run has published no release.";
}

/// <summary>Releases by the runs that made them, and what pages ask of them. Everything shown comes out of the release itself.</summary>
public sealed class ReleaseLibrary(RunCatalog catalog, StateOptions state, Stores stores, TimeProvider clock) : IDisposable
{
    private const int ManifestsMax = 16;
    private const int AnswersMax = 512;
    private static readonly TimeSpan MarkLifetime = TimeSpan.FromSeconds(5);

    private readonly IndexShelf _shelf = new(state);
    private readonly AnswerCache<(string Folder, long Ticks, long Bytes), KnownManifest> _manifests = new(ManifestsMax, clock);
    private readonly AnswerCache<string, BlobMark?> _marks = new(AnswersMax, clock);
    private readonly AnswerCache<(string Place, string Version), ReleaseReader> _containers = new(ManifestsMax, clock);
    private readonly AnswerCache<(string Digest, SampleFilter Filter), SampleCount> _counts = new(AnswersMax, clock);
    private readonly AnswerCache<(string Digest, int Number), FeatureHistogram> _histograms = new(AnswersMax, clock);
    private readonly AnswerCache<(string Digest, int Number, double? Min, double? Max), WhatIf> _whatIfs = new(AnswersMax, clock);

    /// <summary>Null: the catalog has no such run.</summary>
    public async Task<ReleaseAnswer?> FindAsync(string runKey, CancellationToken cancel)
    {
        if (await catalog.RunAsync(runKey, cancel) is not { } run)
            return null;
        if (run.State is not RunState.Published)
            return new ReleaseAnswer(null, ReleaseAnswer.NotPublished);
        try
        {
            var release = BlobAddress.IsOne(run.Output) ? await ContainerAsync(run, cancel) : await FolderAsync(run, cancel);
            return RunKeys.Run(release.Manifest.RunKey, run.Output) == run.Key
                ? new ReleaseAnswer(release, null)
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
        var found = await _shelf.GetAsync(release.Manifest.Digest, stop => OpenAsync(release, stop), cancel);
        return new IndexedRelease { Release = release, Index = found.Index, Progress = found.Progress, Problem = found.Problem };
    }

    /// <summary>How many samples the filter takes, as far as counting is cheap.</summary>
    public Task<SampleCount> CountAsync(IndexedRelease release, SampleFilter filter, CancellationToken cancel) => _counts.GetAsync(
        (release.Release.Manifest.Digest, filter), null, () => Task.Run(() => new SampleBrowser(release.Index!).Count(filter)), cancel);

    /// <summary>The spread of a number; null where the release has none of that name.</summary>
    public async Task<FeatureHistogram?> HistogramAsync(IndexedRelease release, string feature, CancellationToken cancel) =>
        release.Index!.NumberOf(feature) is var number and >= 0
            ? await _histograms.GetAsync(
                (release.Release.Manifest.Digest, number), null, () => Task.Run(() => FeatureHistogram.Of(release.Index, number)), cancel)
            : null;

    /// <summary>What other bounds would do; null where the release has no number of that name. There must be an index.</summary>
    public async Task<WhatIf?> WhatIfAsync(IndexedRelease release, string feature, double? min, double? max, CancellationToken cancel) =>
        release.Index!.NumberOf(feature) is var number and >= 0
            ? await _whatIfs.GetAsync(
                (release.Release.Manifest.Digest, number, min, max), null,
                () => Task.Run(() => WhatIf.Of(release.Index, number, min, max)), cancel)
            : null;

    public void Dispose() => _shelf.Dispose();

    // The index is made once, by whoever is first; what he waits for must not end with him.
    private static Task<ReleaseReader> OpenAsync(OpenRelease release, CancellationToken cancel) => release.Container is { } container
        ? Task.FromResult(container)
        : ReleaseReader.OpenAsync(release.Place, release.Known, cancel);

    /// <summary>A manifest is parsed once, as long as its file does not change.</summary>
    private async Task<OpenRelease> FolderAsync(RunRecord run, CancellationToken cancel)
    {
        var file = new FileInfo(Path.Combine(run.Output, ReleaseManifest.FileName));
        var key = (run.Output, file.LastWriteTimeUtc.Ticks, file.Exists ? file.Length : 0);
        var known = await _manifests.GetAsync(key, null, async () =>
        {
            using var reader = await ReleaseReader.OpenAsync(run.Output, CancellationToken.None);
            return reader.Known;
        }, cancel);
        return new OpenRelease(run, run.Output, known, Container: null);
    }

    /// <summary>The same in a container, where a look at its manifest's version is a request: made at most once in a few seconds.</summary>
    private async Task<OpenRelease> ContainerAsync(RunRecord run, CancellationToken cancel)
    {
        var blobs = stores.BlobsOf(run.Output)!;
        var mark = await _marks.GetAsync(
            run.Output, MarkLifetime, () => blobs.MarkAsync(ReleaseManifest.FileName, CancellationToken.None), cancel);
        var reader = await _containers.GetAsync(
            (run.Output, mark?.Version ?? ""), null, () => ReleaseReader.OpenAsync(blobs, CancellationToken.None), cancel);
        return new OpenRelease(run, run.Output, reader.Known, reader);
    }
}
