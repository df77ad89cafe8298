using Microsoft.Win32.SafeHandles;
using Mm.Data.Pipeline;

namespace Mm.Data.Storage;

/// <summary>Reads a stretch of a file, from front to back. Owns the handle.</summary>
internal sealed class RangeStream(SafeFileHandle handle, long offset, long length) : StretchStream(length)
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = RandomAccess.Read(handle, buffer[..Left(buffer.Length)], offset + At);
            At += read;
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Its file cannot be read ({e.GetType().Name}).");
        }
    }

    // The kernel has no asynchronous reads of files worth the name; the runtime would queue the same call elsewhere.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            handle.Dispose();
        base.Dispose(disposing);
    }
}
