using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mm.Data.Run.Workers;

/// <summary>Reads what <see cref="SealingStream"/> wrote. Gives no byte that was not checked, and no end that was not meant.</summary>
internal sealed class UnsealingStream : Stream
{
    private readonly Stream _from;
    private readonly AesGcm _cipher;
    private readonly byte[] _piece = new byte[SealingStream.PieceBytes];
    private int _length;
    private int _read;
    private long _number;
    private bool _isLast;

    /// <exception cref="EndOfStreamException">The file is too short to be one.</exception>
    public UnsealingStream(Stream from, byte[] key, string context)
    {
        var salt = new byte[SealingStream.SaltBytes];
        from.ReadExactly(salt);
        _from = from;
        _cipher = SealingStream.Cipher(key, salt, context);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="CryptographicException">Another key, or changed bytes.</exception>
    /// <exception cref="InvalidDataException">No piece begins here.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_read == _length)
        {
            if (_isLast)
                return 0;
            Open();
        }

        var count = Math.Min(buffer.Length, _length - _read);
        _piece.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(_piece);
            _cipher.Dispose();
            _from.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Open()
    {
        Span<byte> head = stackalloc byte[SealingStream.HeadBytes];
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> tag = stackalloc byte[SealingStream.TagBytes];
        _from.ReadExactly(head);
        var said = BinaryPrimitives.ReadInt32BigEndian(head);
        _isLast = (said & SealingStream.LastFlag) != 0;
        _length = said & ~SealingStream.LastFlag;
        _read = 0;
        if (_length is < 0 or > SealingStream.PieceBytes)
            throw new InvalidDataException("No piece of a sealed file.");
        var piece = _piece.AsSpan(0, _length);
        _from.ReadExactly(piece);
        _from.ReadExactly(tag);
        SealingStream.Nonce(nonce, _number++);
        _cipher.Decrypt(nonce, piece, tag, piece, head);
    }
}
