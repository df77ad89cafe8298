using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>
/// Bytes of a file as they were when it was listed: <paramref name="Length"/> bytes from <paramref name="Offset"/> of a file that
/// then had <paramref name="FileBytes"/> bytes, by its path or its name in <see cref="Folder"/>. Errors never name the file, because its
/// name may hold personal data; who knows the user is there adds it.
/// </summary>
internal sealed record ByteRange(string File, long Offset, long Length, long FileBytes)
{
    /// <summary>The folder that the file lies in, one string for all files of a folder; "" where the file's path is whole.</summary>
    public string Folder { get; init; } = "";

    public static ByteRange Whole(string file, long length) => new(file, 0, length, length);

    /// <exception cref="EnvironmentException">The file cannot be opened, or has another length than when it was listed.</exception>
    public RangeStream Open()
    {
        try
        {
            var handle = System.IO.File.OpenHandle(
                Path.Join(Folder, File), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(handle) == FileBytes)
                return new RangeStream(handle, Offset, Length);
            handle.Dispose();
            throw new EnvironmentException("Its file changed after it was listed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Its file cannot be read ({e.GetType().Name}).");
        }
    }

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
        await using var stream = Open();
        try
        {
            await stream.ReadExactlyAsync(bytes, cancel);
        }
        catch (EndOfStreamException)
        {
            throw new EnvironmentException("Its file changed while it was read.");
        }
    }

    public override string ToString() => nameof(ByteRange);
}
