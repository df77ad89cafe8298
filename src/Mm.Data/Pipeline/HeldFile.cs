using Microsoft.Win32.SafeHandles;

namespace Mm.Data.Pipeline;

/// <summary>
/// A file on this machine that is read in place: every read ends before it returns, also the asynchronous ones. A Parquet file is read in
/// many small pieces, and the runtime's own stream would hand each of them to another thread and back. Small reads are served from
/// 64 KiB that were read ahead. Not safe from many threads.
/// </summary>
internal class HeldFile(string path) : Stream
{
    private const int AheadBytes = 1 << 16;

    private readonly SafeFileHandle _file = File.OpenHandle(path);
    private byte[]? _ahead;
    private long? _length;
    private long _aheadAt;
    private int _aheadBytes;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length ??= RandomAccess.GetLength(_file);

    public override long Position { get; set; }

    /// <exception cref="IOException">The disk cannot read it.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length >= AheadBytes)
            return Moved(RandomAccess.Read(_file, buffer, Position));
        var ahead = _ahead ??= new byte[AheadBytes];
        if (Position < _aheadAt || Position >= _aheadAt + _aheadBytes)
            (_aheadAt, _aheadBytes) = (Position, RandomAccess.Read(_file, ahead, Position));
        var held = ahead.AsSpan((int)(Position - _aheadAt).._aheadBytes);
        var part = held[..Math.Min(held.Length, buffer.Length)];
        part.CopyTo(buffer);
        return Moved(part.Length);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    private int Moved(int bytes)
    {
        Position += bytes;
        return bytes;
    }
}
