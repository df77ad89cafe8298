using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Web.Read.Columns;
using Mm.Data.Write;

namespace Mm.Data.Web.Read;

/// <summary>
/// Rows of a release, one sample at a time: what is told of one, or its media. The row groups with media that were read last are kept for
/// a moment: the pictures of a page lie side by side.
/// </summary>
public sealed class ReleaseMedia(IRevokedRows revoked, TimeProvider clock)
{
    private const int GroupsMax = 8;
    private const long KeptGroupBytesMax = 16 << 20;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly AnswerCache<(string Digest, int Part, int Group), IReadOnlyList<SampleRow>> _groups = new(GroupsMax, clock);

    /// <summary>The row of a sample with its media; null where it has none in the release, or it is revoked.</summary>
    /// <exception cref="EnvironmentException">The part file is damaged, or was replaced meanwhile.</exception>
    public async Task<SampleRow?> FindAsync(IndexedRelease indexed, string id, CancellationToken cancel)
    {
        if (await PlaceAsync(indexed, id, cancel) is not { } at)
            return null;
        var rows = at.Shard.Bytes / at.Groups > KeptGroupBytesMax
            ? await RowsAsync(indexed.Release, at, cancel)
            : await _groups.GetAsync(
                (indexed.Release.Manifest.Digest, at.Part, at.Group), Lifetime,
                () => RowsAsync(indexed.Release, at, CancellationToken.None), cancel);
        return rows[at.Row] is var row && row.Id == id ? row : throw Replaced();
    }

    /// <summary>What is told of a sample's row; null where it has none in the release, or it is revoked.</summary>
    /// <exception cref="EnvironmentException">The part file is damaged, or was replaced meanwhile.</exception>
    public async Task<RowFacts?> FactsAsync(IndexedRelease indexed, string id, CancellationToken cancel)
    {
        if (await PlaceAsync(indexed, id, cancel) is not { } at)
            return null;
        var row = await indexed.Release.ReadAsync(
            reader => RowFacts.ReadAsync(reader.FileOf(at.Shard), at.Group, at.Row, cancel), cancel);
        return row.Id == id ? row : throw Replaced();
    }

    private static EnvironmentException Replaced() => new("The release was replaced while it was read. Load the page again.");

    private static Task<IReadOnlyList<SampleRow>> RowsAsync(OpenRelease release, PlaceInGroup at, CancellationToken cancel) =>
        release.ReadAsync(reader => SampleGroups.RowsAsync(reader.FileOf(at.Shard), at.Group, cancel), cancel);

    private async Task<PlaceInGroup?> PlaceAsync(IndexedRelease indexed, string id, CancellationToken cancel)
    {
        var (release, index) = (indexed.Release, indexed.Index!);
        if (index.Find(id) is not (>= 0 and var place) || index.Places[place] is not { Part: >= 0 } at)
            return null;
        if (await revoked.HasAsync(release.Place, id, cancel))
            return null;
        var firsts = index.Facts.Parts[at.Part].FirstRows;
        var group = firsts.Count - 1;
        while (group > 0 && firsts[group] > at.Row)
            group--;
        return new PlaceInGroup(release.Manifest.Shards[at.Part], at.Part, firsts.Count, group, at.Row - (int)firsts[group]);
    }

    private sealed record PlaceInGroup(ShardFile Shard, int Part, int Groups, int Group, int Row);
}
