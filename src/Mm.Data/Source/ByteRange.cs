using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// Bytes of a file as they were when it was listed: <paramref name="Length"/> bytes from <paramref name="Offset"/> of a file that
/// then had <paramref name="FileBytes"/> bytes, by its name in <see cref="Folder"/>. Errors never name the file, because its
/// name may hold personal data; who knows the user is there adds it.
/// </summary>
internal sealed record ByteRange(IFiles Files, string Folder, string File, long Offset, long Length, long FileBytes)
{
    /// <summary>The file's version where its store has such a thing; see <see cref="FileEntry.Version"/>.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the file was last written, where listing says so.</summary>
    public DateTimeOffset Modified { get; init; }

    private FileVersion Place => new(Folder, File, FileBytes, Version, Modified);

    /// <summary>The whole of a file that was found in a folder, which is one string for all of its files.</summary>
    public static ByteRange Whole(IFiles files, string folder, FileEntry file) =>
        new(files, folder, file.Name, 0, file.Bytes, file.Bytes) { Version = file.Version, Modified = file.Modified };

    /// <exception cref="EnvironmentException">The file cannot be opened, or is another than when it was listed.</exception>
    public ValueTask<Stream> OpenAsync(CancellationToken cancel) => Files.OpenAsync(Place, Offset, Length, cancel);

    /// <summary>Opens the file that this is a part of, for reading here and there.</summary>
    /// <exception cref="EnvironmentException">The file cannot be opened, or is another than when it was listed.</exception>
    public ValueTask<Stream> OpenFileAsync(CancellationToken cancel) => Files.OpenSeekableAsync(Place, cancel);

    /// <summary>What tells the file as it is from a later one.</summary>
    /// <exception cref="EnvironmentException">It is gone or may not be looked at.</exception>
    public FileState State() => Files.StateOf(Place);

    /// <summary>The first bytes, at most <paramref name="bytesMax"/>.</summary>
    public async ValueTask<byte[]> ReadAsync(long bytesMax, CancellationToken cancel)
    {
        var bytes = new byte[Math.Min(Length, bytesMax)];
        await ReadAsync(bytes, cancel);
        return bytes;
    }

    /// <summary>The first bytes, as many as <paramref name="bytes"/> takes.</summary>
    public async ValueTask ReadAsync(Memory<byte> bytes, CancellationToken cancel)
    {
        await using var stream = await (this with { Length = Math.Min(Length, bytes.Length) }).OpenAsync(cancel);
        try
        {
            await stream.ReadExactlyAsync(bytes, cancel);
        }
        catch (EndOfStreamException)
        {
            throw new EnvironmentException("Its file changed while it was read.", EnvironmentFault.SourceChanged);
        }
    }

    public override string ToString() => nameof(ByteRange);
}
