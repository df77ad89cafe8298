using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Web.Read;

/// <summary>
/// Rows of a release with their media, for one sample at a time. The row groups that were read last are kept for a moment: the pictures of
/// a page lie side by side.
/// </summary>
public sealed class ReleaseMedia(IRevokedRows revoked, TimeProvider clock)
{
    private const int GroupsMax = 8;
    private const long KeptGroupBytesMax = 16 << 20;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly AnswerCache<(string Digest, int Part, int Group), IReadOnlyList<SampleRow>> _groups = new(GroupsMax, clock);

    /// <summary>The row of a sample; null where it has none in the release, or it is revoked.</summary>
    /// <exception cref="EnvironmentException">The part file is damaged, or was replaced meanwhile.</exception>
    public async Task<SampleRow?> FindAsync(IndexedRelease indexed, string id, CancellationToken cancel)
    {
        var (release, index) = (indexed.Release, indexed.Index!);
        if (index.Find(id) is not (>= 0 and var place) || index.Places[place] is not { Part: >= 0 } at)
            return null;
        if (await revoked.HasAsync(release.Folder, id, cancel))
            return null;
        var firsts = index.Facts.Parts[at.Part].FirstRows;
        var group = firsts.Count - 1;
        while (group > 0 && firsts[group] > at.Row)
            group--;
        var shard = release.Manifest.Shards[at.Part];
        var file = Path.Combine(release.Folder, shard.Path);
        var rows = shard.Bytes / firsts.Count > KeptGroupBytesMax
            ? await SampleGroups.RowsAsync(file, group, cancel)
            : await _groups.GetAsync(
                (release.Manifest.Digest, at.Part, group), Lifetime,
                () => SampleGroups.RowsAsync(file, group, CancellationToken.None), cancel);
        var row = rows[at.Row - (int)firsts[group]];
        return row.Id == id ? row : throw new EnvironmentException("The release was replaced while it was read. Load the page again.");
    }
}
