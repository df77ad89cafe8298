using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mm.Data.Evaluate;

/// <summary>
/// The embeddings of pairs as two matrices, and which pairs are no negatives of each other because they share the picture or the
/// caption. Products are summed over eight lanes in a fixed order without fused multiply-add: every processor gives the same bits.
/// </summary>
internal sealed class PairMatrix
{
    private const int Lanes = 8;

    private readonly float[] _images;
    private readonly float[] _captions;
    private readonly int[] _pictures;
    private readonly int[] _texts;

    /// <exception cref="ArgumentException">Embeddings of different lengths.</exception>
    public PairMatrix(IReadOnlyList<EvaluatedPair> pairs)
    {
        Count = pairs.Count;
        var length = pairs.Count == 0 ? 0 : pairs[0].Image.Length;
        if (pairs.Any(pair => pair.Image.Length != length || pair.Caption.Length != length))
            throw new ArgumentException("Pictures and captions have embeddings of different lengths.", nameof(pairs));
        Width = (length + Lanes - 1) / Lanes * Lanes;
        (_images, _captions) = (new float[(long)Count * Width], new float[(long)Count * Width]);
        for (var i = 0; i < Count; i++)
        {
            pairs[i].Image.CopyTo(_images.AsSpan(i * Width));
            pairs[i].Caption.CopyTo(_captions.AsSpan(i * Width));
        }

        _pictures = Numbered(pairs.Select(pair => pair.Picture));
        _texts = Numbered(pairs.Select(pair => pair.Text));
    }

    public int Count { get; }

    private int Width { get; }

    /// <summary>Cosine of a picture and a caption.</summary>
    public float Cosine(int image, int caption) => Dot(Row(_images, image), Row(_captions, caption));

    /// <summary>Whether the caption of one pair is wrong for the picture of the other, as far as anyone knows.</summary>
    public bool AreApart(int one, int other) => _pictures[one] != _pictures[other] && _texts[one] != _texts[other];

    private ReadOnlySpan<float> Row(float[] matrix, int row) => matrix.AsSpan(row * Width, Width);

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        ref var a = ref MemoryMarshal.GetReference(one);
        ref var b = ref MemoryMarshal.GetReference(other);
        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var at = 0;
        for (; at + (2 * Lanes) <= one.Length; at += 2 * Lanes)
        {
            even += Vector256.LoadUnsafe(ref a, (nuint)at) * Vector256.LoadUnsafe(ref b, (nuint)at);
            odd += Vector256.LoadUnsafe(ref a, (nuint)(at + Lanes)) * Vector256.LoadUnsafe(ref b, (nuint)(at + Lanes));
        }

        if (at < one.Length)
            even += Vector256.LoadUnsafe(ref a, (nuint)at) * Vector256.LoadUnsafe(ref b, (nuint)at);
        var sums = even + odd;
        return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    }

    private static int[] Numbered(IEnumerable<string> names)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. names.Select(name => numbers.TryGetValue(name, out var number) ? number : numbers[name] = numbers.Count)];
    }
}
