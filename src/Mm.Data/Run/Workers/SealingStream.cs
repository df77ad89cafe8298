using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.Run.Workers;

/// <summary>
/// Writes bytes in pieces of 1 MiB, each under AES-256-GCM with a key of this file alone (HKDF over a random salt and the context), so a
/// counter may be the nonce. The last piece says that it is the last: a file that was cut, or pieces in another order, do not open.
/// </summary>
internal sealed class SealingStream : Stream
{
    internal const int PieceBytes = 1 << 20;
    internal const int SaltBytes = 32;
    internal const int HeadBytes = 4;
    internal const int LastFlag = 1 << 30;
    internal const int TagBytes = 16;
    private readonly Stream _to;
    private readonly AesGcm _cipher;
    private readonly byte[] _piece = new byte[PieceBytes];
    private int _filled;
    private long _number;
    private bool _ended;

    public SealingStream(Stream to, byte[] key, string context)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        _to = to;
        _cipher = Cipher(key, salt, context);
        to.Write(salt);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_filled == PieceBytes)
                Seal(isLast: false);
            var count = Math.Min(buffer.Length, PieceBytes - _filled);
            buffer[..count].CopyTo(_piece.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    internal static AesGcm Cipher(byte[] key, byte[] salt, string context) => new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, salt, Encoding.UTF8.GetBytes("mm.data/plan/" + context)), TagBytes);

    internal static void Nonce(Span<byte> nonce, long number)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], number);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            _ended = true;
            Seal(isLast: true);
            CryptographicOperations.ZeroMemory(_piece);
            _cipher.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> tag = stackalloc byte[TagBytes];
        BinaryPrimitives.WriteInt32BigEndian(head, _filled | (isLast ? LastFlag : 0));
        Nonce(nonce, _number++);
        var plain = _piece.AsSpan(0, _filled);
        _cipher.Encrypt(nonce, plain, plain, tag, head);
        _to.Write(head);
        _to.Write(plain);
        _to.Write(tag);
        _filled = 0;
    }
}
