using System.Buffers;

namespace Mm.Data.Decode;

/// <summary>
/// Where answers are copied to. Arrays that come back are used again: fresh ones of a hundred kilobytes cost more in page faults and
/// collections than the copy itself. One that does not come back is the collector's.
/// </summary>
internal sealed class AnswerMemory
{
    private const int KeptBytesMax = 4 << 20;
    private const int KeptOfASize = 128;

    private readonly ArrayPool<byte> _arrays = ArrayPool<byte>.Create(KeptBytesMax, KeptOfASize);

    public AnswerLease Rent(int bytes) => bytes is 0 or > KeptBytesMax
        ? new AnswerLease(GC.AllocateUninitializedArray<byte>(bytes), bytes, null)
        : new AnswerLease(_arrays.Rent(bytes), bytes, _arrays);
}

/// <summary>One answer's bytes; disposing gives them back, once.</summary>
internal sealed class AnswerLease(byte[] array, int bytes, ArrayPool<byte>? arrays) : IDisposable
{
    private ArrayPool<byte>? _arrays = arrays;

    public Memory<byte> Memory => array.AsMemory(0, bytes);

    public void Dispose() => Interlocked.Exchange(ref _arrays, null)?.Return(array);
}
