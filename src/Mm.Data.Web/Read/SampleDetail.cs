using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Web.Read.Columns;
using Mm.Data.Write;

namespace Mm.Data.Web.Read;

/// <summary>All that a release tells of one sample.</summary>
public sealed record SampleDetail
{
    public required ListedSample Sample { get; init; }

    /// <summary>Its events with their proofs.</summary>
    public required SampleStory Story { get; init; }

    /// <summary>What was measured of it, in the order of the release's numbers.</summary>
    public required IReadOnlyList<(NumberColumn Column, double Value)> Numbers { get; init; }

    /// <summary>Its row without revoked ones; null where there is none to show.</summary>
    public RowFacts? Row { get; init; }

    /// <summary>Whether the sample has a row that is revoked.</summary>
    public bool IsRevoked => Sample.IsReleased && Row is null;
}

/// <summary>Gathers what a release tells of one sample.</summary>
public sealed class SampleDetails(ReleaseMedia media, TimeProvider clock)
{
    private const int StoriesMax = 256;
    private const int AuditsMax = 4;

    private readonly AnswerCache<(string Digest, string Id), SampleStory> _stories = new(StoriesMax, clock);
    private readonly AnswerCache<(string Digest, string Id), NeighbourLists> _neighbours = new(StoriesMax, clock);
    private readonly AnswerCache<string, AuditIndex> _audits = new(AuditsMax, clock);

    /// <summary>Null: the release knows no such sample.</summary>
    /// <exception cref="EnvironmentException">A file of the release is damaged.</exception>
    public async Task<SampleDetail?> FindAsync(IndexedRelease indexed, string id, CancellationToken cancel)
    {
        var index = indexed.Index!;
        if (index.Find(id) is not (>= 0 and var place))
            return null;
        return new SampleDetail
        {
            Sample = new SampleBrowser(index).At(place),
            Numbers =
            [
                .. index.Facts.Numbers.Select((column, number) => (column, index.Number(number)[place]))
                    .Where(pair => double.IsFinite(pair.Item2)),
            ],
            Story = await StoryAsync(indexed, id, cancel),
            Row = await media.FactsAsync(indexed, id, cancel),
        };
    }

    /// <summary>What is like a sample that the release knows; every released one is held against it.</summary>
    public Task<NeighbourLists> NeighboursAsync(IndexedRelease indexed, string id, CancellationToken cancel) => _neighbours.GetAsync(
        (indexed.Release.Manifest.Digest, id), null, () => Task.Run(() =>
        {
            var (neighbours, place) = (new Neighbours(indexed.Index!), indexed.Index!.Find(id));
            return new NeighbourLists(neighbours.Alike(place), neighbours.Akin(place));
        }), cancel);

    /// <summary>The events of a sample with their proofs, without its features.</summary>
    /// <param name="indexed">The release. There must be an index.</param>
    /// <param name="idOrPrefix">Its id, or the first characters.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="ConfigurationException">No or several samples have such an id.</exception>
    /// <exception cref="EnvironmentException">A file of the release is damaged.</exception>
    public Task<SampleStory> StoryAsync(IndexedRelease indexed, string idOrPrefix, CancellationToken cancel) => _stories.GetAsync(
        (indexed.Release.Manifest.Digest, idOrPrefix), null, () => Task.Run(() => TellAsync(indexed, idOrPrefix)), cancel);

    private async Task<SampleStory> TellAsync(IndexedRelease indexed, string idOrPrefix)
    {
        var (opened, index) = (indexed.Release, indexed.Index!);
        var audit = await _audits.GetAsync(
            opened.Manifest.Digest, null,
            () => Task.FromResult(new AuditIndex(opened.Manifest, index.Facts.FirstEvents, index.Facts.EventLines)),
            CancellationToken.None);
        var place = index.LowerBound(idOrPrefix); // of the id, or of the one that begins so
        var at = place < index.Facts.Samples ? index.Places[place] : default;
        var row = place == index.Facts.Samples || at.Part < 0
            ? null
            : new RowPlace(index.Facts.Parts[at.Part].Split, index.Facts.Parts[at.Part].Path, at.Row);
        return await opened.ReadAsync(
            reader => SampleTrace.ReadAsync(reader, idOrPrefix, new KnownPlaces(audit, row), CancellationToken.None),
            CancellationToken.None);
    }
}
