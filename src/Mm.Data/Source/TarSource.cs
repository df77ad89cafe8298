using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// WebDataset archives, read in place by offset. Members whose names agree up to the first dot of the file name belong together: each
/// asset among them is a sample, whose caption is the text or JSON member. Keys are <c>archive.tar!member</c>.
/// </summary>
internal sealed class TarSource(
    IReadOnlyList<InputFile> archives, string captionKey, int membersMax = TarSource.MembersMaxDefault, bool takesDocuments = false)
    : ISource
{
    /// <summary>Members of all archives together: their places are held in memory, some 300 bytes each.</summary>
    public const int MembersMaxDefault = 5_000_000;

    public async IAsyncEnumerable<SourceEntry> ListAsync(SourceCensus census, [EnumeratorCancellation] CancellationToken cancel)
    {
        var entries = new List<LocatedEntry>();
        var problems = new List<string>();
        var left = membersMax;
        foreach (var archive in archives)
        {
            var walk = new TarWalk(archive, captionKey, census, left, takesDocuments);
            try
            {
                entries.AddRange(await walk.RunAsync(cancel));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }

            left -= walk.Members;
        }

        if (problems.Count > 0)
            throw new ConfigurationException(problems);
        entries.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        foreach (var entry in entries)
            yield return entry;
    }
}
