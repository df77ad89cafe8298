using System.Formats.Tar;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Write;

namespace Mm.Data.Publish.WebDataset;

/// <summary>
/// Writes rows into one tar file as WebDataset readers take them: files of one sample follow each other and share their name up to the
/// first dot. A row gives its asset, <c>txt</c> (the caption), <c>json</c> (every other column) and, where there is one, <c>npy</c> (the
/// embedding). Owner, mode and time of every entry are the same, so the same rows give the same bytes.
/// </summary>
internal sealed class TarShard : IAsyncDisposable
{
    private const int BlockBytes = 512;
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly TarWriter _tar;

    public TarShard(Stream stream) => _tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);

    /// <summary>Bytes of the entries so far, their headers and padding included.</summary>
    public long Bytes { get; private set; }

    public long Rows { get; private set; }

    public async Task AddAsync(SampleRow row, CancellationToken cancel)
    {
        if (row.Id.Any(letter => letter is '.' or '/'))
            throw new EnvironmentException($"Sample {row.Id} cannot be named in a tar of samples: its id has a dot or slash.");
        await AddAsync($"{row.Id}.{row.Extension}", row.Asset, cancel);
        await AddAsync($"{row.Id}.txt", Encoding.UTF8.GetBytes(row.Text), cancel);
        await AddAsync($"{row.Id}.json", RowJson.Of(row), cancel);
        if (row.Embedding is { } embedding)
            await AddAsync($"{row.Id}.npy", NumpyFile.Of(embedding), cancel);
        Rows++;
    }

    public ValueTask DisposeAsync() => _tar.DisposeAsync();

    private async Task AddAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        using var data = new MemoryStream(bytes.ToArray(), writable: false);
        var entry = new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = data,
            Mode = Mode,
            ModificationTime = DateTimeOffset.UnixEpoch,
        };
        await _tar.WriteEntryAsync(entry, cancel);
        Bytes += BlockBytes + ((bytes.Length + BlockBytes - 1) / BlockBytes * BlockBytes);
    }
}
