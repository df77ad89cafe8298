using Azure.Storage.Blobs.Models;
using Mm.Data.Pipeline;

namespace Mm.Data.Storage;

/// <summary>A stretch of a blob on its way, from front to back. The SDK asks again for what is missing when the way breaks.</summary>
internal sealed class BlobStream(BlobDownloadStreamingResult answer, string host, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Passed(answer.Content.Read(Left(buffer)), buffer.Length);
        }
        catch (Exception e) when (BlobFault.Explain(host, e, CancellationToken.None) is { } told)
        {
            throw told;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var left = buffer[..(int)Math.Min(buffer.Length, length - _position)];
            return Passed(await answer.Content.ReadAsync(left, cancellationToken), buffer.Length);
        }
        catch (Exception e) when (BlobFault.Explain(host, e, cancellationToken) is { } told)
        {
            throw told;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            answer.Dispose();
        base.Dispose(disposing);
    }

    private Span<byte> Left(Span<byte> buffer) => buffer[..(int)Math.Min(buffer.Length, length - _position)];

    private int Passed(int read, int asked)
    {
        if (read == 0 && asked > 0 && _position < length)
            throw new EnvironmentException("Its blob ended before its length.", EnvironmentFault.ServiceAway);
        _position += read;
        return read;
    }
}
