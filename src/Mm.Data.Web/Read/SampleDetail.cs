using Mm.Data.Audit;
using Mm.Data.Pipeline;
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

    private readonly AnswerCache<(string Digest, string Id), SampleStory> _stories = new(StoriesMax, clock);

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
                (indexed.Release.Manifest.Digest, id), null,
                () => SampleTrace.ReadAsync(indexed.Release.Folder, id, CancellationToken.None), cancel),
            Row = await media.FindAsync(indexed, id, cancel),
            Alike = neighbours.Alike(place),
            Akin = neighbours.Akin(place),
        };
    }
}
