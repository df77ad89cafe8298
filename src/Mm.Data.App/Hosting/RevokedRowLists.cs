using System.Collections.Concurrent;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Reader;
using Mm.Data.Storage;
using Mm.Data.Web.Read;

namespace Mm.Data.App.Hosting;

/// <summary>
/// The lists beside the releases, as trainers read them; read again when a list has changed. Of one in a container that is asked once in a
/// few seconds.
/// </summary>
internal sealed class RevokedRowLists(Stores stores, TimeProvider clock) : IRevokedRows
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Held> _lists = new(StringComparer.Ordinal);

    public async Task<bool> HasAsync(string release, string id, CancellationToken cancel)
    {
        try
        {
            var list = BlobAddress.IsOne(release) ? await InContainerAsync(release, cancel) : await InFolderAsync(release, cancel);
            return list?.Has(id) == true;
        }
        catch (Exception e) when (e is ReaderException or EnvironmentException or ConfigurationException)
        {
            return true; // nothing is shown without the list
        }
    }

    private async Task<Revocations?> InFolderAsync(string release, CancellationToken cancel)
    {
        var store = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(release))) ?? "/";
        var file = new FileInfo(Path.Combine(store, Revocations.FileName));
        var version = file.Exists ? $"{file.LastWriteTimeUtc.Ticks} {file.Length}" : "";
        if (!_lists.TryGetValue(store, out var held) || held.Version != version)
            _lists[store] = held = new Held(version, clock.GetTimestamp(), await Revocations.ReadAsync(release, [], cancel));
        return held.List;
    }

    private async Task<Revocations?> InContainerAsync(string release, CancellationToken cancel)
    {
        var store = BlobAddress.Parse(release).Parent.ToString();
        var known = _lists.GetValueOrDefault(store);
        if (known is not null && clock.GetElapsedTime(known.AskedAt) < Lifetime)
            return known.List;
        var (blobs, asked) = (stores.BlobsOf(store)!, clock.GetTimestamp());
        var mark = await blobs.MarkAsync(Revocations.FileName, cancel);
        if (known is not null && known.Version == (mark?.Version ?? ""))
        {
            _lists[store] = known with { AskedAt = asked };
            return known.List;
        }

        var read = mark is null ? null : await blobs.ReadAsync(Revocations.FileName, cancel);
        var list = read is null
            ? null
            : await Revocations.ReadAsync($"{store}/{Revocations.FileName}", new MemoryStream(read.Bytes), cancel);
        _lists[store] = new Held(read?.Mark.Version ?? "", asked, list);
        return list;
    }

    private sealed record Held(string Version, long AskedAt, Revocations? List);
}
