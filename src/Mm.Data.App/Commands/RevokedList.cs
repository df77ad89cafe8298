using System.Text;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Reader;
using Mm.Data.Storage;

namespace Mm.Data.App.Commands;

/// <summary>The list of revoked rows beside a release: a file, or a blob of the prefix that the release's lies in.</summary>
internal sealed class RevokedList
{
    private const int TriesMax = 20;

    private readonly IBlobs? _blobs;

    private RevokedList(string place, IBlobs? blobs) => (Place, _blobs) = (place, blobs);

    /// <summary>Path or address of the list.</summary>
    public string Place { get; }

    public static RevokedList Beside(string release, Stores stores)
    {
        if (!BlobAddress.IsOne(release))
            return new RevokedList(Path.Combine(Path.GetDirectoryName(release) ?? "/", Revocations.FileName), null);
        var store = BlobAddress.Parse(release).Parent;
        return new RevokedList(store.Below(Revocations.FileName).ToString(), stores.BlobsOf(store.ToString()));
    }

    /// <summary>The list's text; null where there is none.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancel) => (await ReadWithVersionAsync(cancel)).Text;

    /// <summary>Enters ids that are not there yet; returns how many that were.</summary>
    /// <exception cref="ConfigurationException">The list is damaged.</exception>
    /// <exception cref="EnvironmentException">It cannot be written, or others write it all the time.</exception>
    public async Task<int> AddAsync(IReadOnlyCollection<string> ids, string reason, CancellationToken cancel)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var (text, version) = await ReadWithVersionAsync(cancel);
            var known = await ParseAsync(text ?? "", cancel);
            string[] fresh = [.. ids.Distinct().Where(id => !known.Has(id))];
            if (fresh.Length == 0)
                return 0;
            var longer = new StringBuilder(text);
            if (longer.Length > 0 && longer[^1] != '\n')
                longer.Append('\n');
            foreach (var id in fresh)
                longer.Append(JsonSerializer.Serialize(new { id, reason })).Append('\n');
            if (await TryWriteAsync(Encoding.UTF8.GetBytes(longer.ToString()), version, cancel))
                return fresh.Length;
        }

        throw new EnvironmentException($"{Place} changes all the time: nothing was entered. Run the same command again.");
    }

    private async Task<Revocations> ParseAsync(string text, CancellationToken cancel)
    {
        try
        {
            return await Revocations.ReadAsync(Place, new MemoryStream(Encoding.UTF8.GetBytes(text)), cancel);
        }
        catch (ReaderException e)
        {
            throw new ConfigurationException(e.Message);
        }
    }

    private async Task<(string? Text, string? Version)> ReadWithVersionAsync(CancellationToken cancel)
    {
        if (_blobs is null)
            return (File.Exists(Place) ? await File.ReadAllTextAsync(Place, cancel) : null, null);
        var stored = await _blobs.ReadAsync(Revocations.FileName, cancel);
        return (stored is null ? null : Encoding.UTF8.GetString(stored.Bytes), stored?.Mark.Version);
    }

    /// <summary>False: somebody else has written the blob meanwhile.</summary>
    private async Task<bool> TryWriteAsync(byte[] bytes, string? version, CancellationToken cancel)
    {
        if (_blobs is not null)
            return await _blobs.WriteAsync(Revocations.FileName, bytes, version, cancel) is not null;
        await Durable.WriteAsync(Place, bytes, cancel);
        return true;
    }
}
