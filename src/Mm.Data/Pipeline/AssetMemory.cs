using System.Buffers;

namespace Mm.Data.Pipeline;

/// <summary>
/// Memory for one asset's bytes, out of a pool. Photographs are large objects to the runtime, which only a full collection frees: fresh
/// arrays for each of them filled the memory of a run with those that were done with. Disposing gives the array back, once.
/// </summary>
internal sealed class AssetMemory : IDisposable
{
    /// <summary>The pool's arrays are powers of two; up to here half an array may stay unused.</summary>
    private const int PooledBytesMax = 4 << 20;

    private byte[]? _pooled;

    public AssetMemory(int bytes)
    {
        var array = bytes is > 0 and <= PooledBytesMax ? ArrayPool<byte>.Shared.Rent(bytes) : GC.AllocateUninitializedArray<byte>(bytes);
        _pooled = bytes is > 0 and <= PooledBytesMax ? array : null;
        Memory = array.AsMemory(0, bytes);
    }

    /// <summary>As many bytes as were asked for, with anything in them.</summary>
    public Memory<byte> Memory { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pooled, null) is { } array)
            ArrayPool<byte>.Shared.Return(array);
    }
}
