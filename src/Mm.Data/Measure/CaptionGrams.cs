using System.Buffers.Binary;

namespace Mm.Data.Measure;

/// <summary>
/// What tells that a caption quotes another: keyed hashes of all its runs of so many words. Captions that share a run share a hash. Of more
/// than <see cref="GramsMax"/> runs the smallest hashes are kept, so that a text has the same ones wherever it stands alone.
/// </summary>
/// <param name="key">32 bytes.</param>
/// <param name="words">Words of a run.</param>
public sealed class CaptionGrams(byte[] key, int words)
{
    public const int GramsMax = 512;

    private readonly KeyedHash _hash = new(key);

    /// <summary>Hashes of 8 bytes, little-endian, in rising order; empty where the caption has fewer words.</summary>
    /// <param name="caption">The words of a caption, as <see cref="CaptionSignature.Words"/> gives them.</param>
    public byte[] Of(IReadOnlyList<string> caption)
    {
        var hashes = new SortedSet<ulong>();
        for (var first = 0; first + words <= caption.Count; first++)
        {
            hashes.Add(_hash.Of(string.Join(' ', Enumerable.Range(first, words).Select(word => caption[word]))));
            if (hashes.Count > GramsMax)
                hashes.Remove(hashes.Max);
        }

        var bytes = new byte[hashes.Count * sizeof(ulong)];
        foreach (var (at, hash) in hashes.Index())
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at * sizeof(ulong)), hash);
        return bytes;
    }
}
