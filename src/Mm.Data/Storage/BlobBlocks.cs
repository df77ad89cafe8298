namespace Mm.Data.Storage;

/// <summary>
/// A blob that is read here and there: in blocks of a MiB, or as it is told, of which the last four are kept. A tar's headers and a
/// Parquet file's footer and columns cost one request a MiB that way, however small the reads are.
/// </summary>
internal sealed class BlobBlocks(BlobReads blob, int blockBytes = BlobBlocks.UsualBytes) : Stream
{
    public const int UsualBytes = 1 << 20;

    private const int KeptMax = 4;

    private readonly List<(long Index, byte[] Bytes)> _kept = [];
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => blob.Bytes;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new IOException("A position before the beginning.");
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position >= Length || buffer.IsEmpty)
            return 0;
        var index = _position / blockBytes;
        return Take(Kept(index) ?? Keep(index, blob.Read(index * blockBytes, BytesOf(index))), buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.IsEmpty)
            return 0;
        var index = _position / blockBytes;
        var block = Kept(index) ?? Keep(index, await blob.ReadAsync(index * blockBytes, BytesOf(index), cancellationToken));
        return Take(block, buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int BytesOf(long index) => (int)Math.Min(blockBytes, Length - (index * blockBytes));

    private byte[]? Kept(long index) => _kept.Find(block => block.Index == index).Bytes;

    private byte[] Keep(long index, byte[] bytes)
    {
        if (_kept.Count == KeptMax)
            _kept.RemoveAt(0);
        _kept.Add((index, bytes));
        return bytes;
    }

    private int Take(byte[] block, Span<byte> buffer)
    {
        var from = (int)(_position % blockBytes);
        var count = Math.Min(buffer.Length, block.Length - from);
        block.AsSpan(from, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
