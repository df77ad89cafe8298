using System.Runtime.CompilerServices;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>The entries of a source that somebody else takes; what is left out is neither sample nor counted.</summary>
public sealed class ChosenSource(ISource all, Func<SourceEntry, CancellationToken, ValueTask<bool>> takes) : ISource
{
    public async IAsyncEnumerable<SourceEntry> ListAsync(SourceCensus census, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var entry in all.ListAsync(census, cancel))
        {
            if (await takes(entry, cancel))
                yield return entry;
        }
    }
}
