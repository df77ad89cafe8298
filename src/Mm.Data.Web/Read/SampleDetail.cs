using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.Web.Read;

/// <summary>All that a release tells of one sample.</summary>
public sealed record SampleDetail
{
    public required ListedSample Sample { get; init; }

    /// <summary>Its events with their proofs.</summary>
    public required SampleStory Story { get; init; }

    /// <summary>Its row without revoked ones; null where there is none to show.</summary>
    public SampleRow? Row { get; init; }

    /// <summary>Whether the sample has a row that is revoked.</summary>
    public bool IsRevoked => Sample.IsReleased && Row is null;

    public required IReadOnlyList<Neighbour> Alike { get; init; }

    public required IReadOnlyList<Neighbour> Akin { get; init; }
}

/// <summary>Gathers what a release tells of one sample.</summary>
public sealed class SampleDetails(ReleaseMedia media, TimeProvider clock)
{
    private const int StoriesMax = 256;
    private const int AuditsMax = 4;

    private readonly AnswerCache<(string Digest, string Id), SampleStory> _stories = new(StoriesMax, clock);
    private readonly AnswerCache<string, AuditIndex> _audits = new(AuditsMax, clock);

    /// <summary>Null: the release knows no such sample.</summary>
    /// <exception cref="EnvironmentException">A file of the release is damaged.</exception>
    public async Task<SampleDetail?> FindAsync(IndexedRelease indexed, string id, CancellationToken cancel)
    {
        var index = indexed.Index!;
        if (index.Find(id) is not (>= 0 and var place))
            return null;
        var neighbours = new Neighbours(index);
        return new SampleDetail
        {
            Sample = new SampleBrowser(index).At(place),
            Story = await _stories.GetAsync(
                (indexed.Release.Manifest.Digest, id), null, () => Task.Run(() => TellAsync(indexed, id, place)), cancel),
            Row = await media.FindAsync(indexed, id, cancel),
            Alike = neighbours.Alike(place),
            Akin = neighbours.Akin(place),
        };
    }

    private async Task<SampleStory> TellAsync(IndexedRelease indexed, string id, long place)
    {
        var (opened, index) = (indexed.Release, indexed.Index!);
        using var release = await ReleaseReader.OpenAsync(opened.Folder, opened.Known, CancellationToken.None);
        var audit = await _audits.GetAsync(
            opened.Manifest.Digest, null, () => Task.FromResult(AuditIndex.Of(release)), CancellationToken.None);
        var at = index.Places[place];
        var row = at.Part < 0 ? null : new RowPlace(index.Facts.Parts[at.Part].Split, index.Facts.Parts[at.Part].Path, at.Row);
        var (file, featureRow) = FeaturePlace(opened.Manifest, place);
        var known = new KnownPlaces(audit, file, featureRow, row);
        return await SampleTrace.ReadAsync(release, id, known, CancellationToken.None);
    }

    /// <summary>The file that holds the sample at a place, and where in it: they follow one another in its order.</summary>
    private static (string File, long Row) FeaturePlace(ReleaseManifest manifest, long place)
    {
        foreach (var file in manifest.Features)
        {
            if (place < file.Rows)
                return (file.Path, place);
            place -= file.Rows;
        }

        throw new EnvironmentException("The release's manifest counts fewer feature rows than there are.");
    }
}
