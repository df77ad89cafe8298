using System.Collections.Concurrent;
using Mm.Data.Reader;
using Mm.Data.Web.Read;

namespace Mm.Data.App.Hosting;

/// <summary>The lists beside the releases, as trainers read them; read again when a list has changed.</summary>
internal sealed class RevokedRowLists : IRevokedRows
{
    private readonly ConcurrentDictionary<string, Held> _lists = new(StringComparer.Ordinal);

    public async Task<bool> HasAsync(string release, string id, CancellationToken cancel)
    {
        var store = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(release))) ?? "/";
        var file = new FileInfo(Path.Combine(store, Revocations.FileName));
        var (ticks, bytes) = file.Exists ? (file.LastWriteTimeUtc.Ticks, file.Length) : (0, 0);
        if (!_lists.TryGetValue(store, out var held) || held.Ticks != ticks || held.Bytes != bytes)
        {
            try
            {
                held = new Held(ticks, bytes, await Revocations.ReadAsync(release, [], cancel));
            }
            catch (ReaderException)
            {
                return true; // nothing is shown without the list
            }

            _lists[store] = held;
        }

        return held.List.Has(id);
    }

    private sealed record Held(long Ticks, long Bytes, Revocations List);
}
