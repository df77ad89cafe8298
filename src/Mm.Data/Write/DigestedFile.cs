using System.Buffers;
using System.Security.Cryptography;
using Mm.Data.Pipeline;

namespace Mm.Data.Write;

/// <summary>
/// A file of this machine that is passed once, from front to end, for its SHA-256, while its parts are read: the stretch that was passed
/// last lies in memory, and what is read from it is not fetched again. What lies elsewhere is read where it is asked for. Not safe from
/// many threads.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="stretchMax">Bytes of the longest stretch that is kept; of a longer one only the digest is taken.</param>
internal sealed class DigestedFile(string path, int stretchMax = 64 << 20) : HeldFile(path)
{
    /// <summary>Read and digested before the next: it stays in the core's own cache for as long.</summary>
    private const int StepBytes = 1 << 18;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _stretch = [];
    private long _stretchAt;
    private int _stretchBytes;

    /// <summary>How many bytes were passed.</summary>
    public long Passed { get; private set; }

    /// <summary>Passes all that lies before <paramref name="end"/>. What was lent of the stretch before is no longer good.</summary>
    /// <exception cref="IOException">The disk cannot read it.</exception>
    public void PassTo(long end, CancellationToken cancel)
    {
        var size = Math.Min(end, Length) - Passed;
        if (size <= 0)
            return;
        var kept = size <= stretchMax;
        Reserve(kept ? (int)size : StepBytes);
        var position = Position;
        (_stretchAt, _stretchBytes, Position) = (Passed, 0, Passed);
        for (var done = 0L; done < size;)
        {
            cancel.ThrowIfCancellationRequested();
            var step = _stretch.AsSpan(kept ? (int)done : 0, (int)Math.Min(StepBytes, size - done));
            var read = base.Read(step);
            if (read == 0)
                break; // shorter than it was
            _hash.AppendData(step[..read]);
            done += read;
            Passed += read;
            _stretchBytes = kept ? (int)done : 0;
        }

        Position = position;
    }

    /// <summary>Passes the rest.</summary>
    /// <returns>The file's SHA-256 in lower-case hex, once.</returns>
    /// <exception cref="IOException">The disk cannot read it.</exception>
    public string Finish(CancellationToken cancel)
    {
        PassTo(Length, cancel);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <summary>Part of the stretch that was passed last; null: it does not lie there.</summary>
    public ReadOnlyMemory<byte>? Lend(long at, int count)
    {
        // Not a conditional with null: it would convert to empty memory.
        if (at < _stretchAt || count > _stretchAt + _stretchBytes - at)
            return null;
        return _stretch.AsMemory((int)(at - _stretchAt), count);
    }

    public override int Read(Span<byte> buffer)
    {
        if (Position < _stretchAt || Position >= _stretchAt + _stretchBytes)
            return base.Read(buffer);
        var held = _stretch.AsSpan((int)(Position - _stretchAt).._stretchBytes);
        var part = held[..Math.Min(held.Length, buffer.Length)];
        part.CopyTo(buffer);
        Position += part.Length;
        return part.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            Reserve(0);
        }

        base.Dispose(disposing);
    }

    private void Reserve(int bytes)
    {
        if (bytes > 0 && bytes <= _stretch.Length)
            return;
        if (_stretch.Length > 0)
            ArrayPool<byte>.Shared.Return(_stretch);
        (_stretch, _stretchBytes) = (bytes > 0 ? ArrayPool<byte>.Shared.Rent(bytes) : [], 0);
    }
}
