using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// AVX2 passes with the bytes of <see cref="ScalarPasses"/>. A 23-bit weight is split as 2048 * high + low, so that both parts fit
/// the 16-bit multiply-add (two products an instruction); sums are exact modulo 2^32, and the true sum fits 32 bits.
/// </summary>
internal sealed unsafe class VectorPasses : IResamplePasses
{
    private const int LowBits = 11;
    private const int LowMask = (1 << LowBits) - 1;
    private const int TapGroup = 4;
    private const int ColumnGroup = 16;

    private static readonly Vector256<int> Half = Vector256.Create(1 << (BicubicKernel.WeightBits - 1));

    // Four pixels to four reds, four greens, four blues, four of the rest.
    private static readonly Vector128<byte> ByChannel = Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);

    public void Across(byte* from, byte* to, BicubicKernel kernel)
    {
        var groups = kernel.Taps / TapGroup;
        fixed (ulong* weights = kernel.Split ??= Split(kernel))
        fixed (int* first = kernel.First)
        fixed (int* count = kernel.Count)
        {
            var group = weights;
            var pixels = (uint*)to;
            for (var x = 0; x < kernel.First.Length; x++, group += groups * 2)
            {
                var pixel = from + ((long)first[x] * Picture.PixelBytes);
                var used = (count[x] + TapGroup - 1) / TapGroup;
                var (high, low) = (Vector256<int>.Zero, Vector256<int>.Zero);
                for (var i = 0; i < used; i++, pixel += TapGroup * Picture.PixelBytes)
                {
                    var samples = Avx2.ConvertToVector256Int16(Ssse3.Shuffle(Vector128.Load(pixel), ByChannel));
                    high += Avx2.MultiplyAddAdjacent(samples, Vector256.Create(group[i * 2]).AsInt16());
                    low += Avx2.MultiplyAddAdjacent(samples, Vector256.Create(group[(i * 2) + 1]).AsInt16());
                }

                // Each channel's sum lies in two neighbours: r r g g | b b x x.
                var sum = (high << LowBits) + low;
                sum = Avx2.HorizontalAdd(sum, sum);
                var exact = Sse2.UnpackLow(sum.GetLower().AsInt64(), sum.GetUpper().AsInt64()).AsInt32();
                var rgbx = (exact + Half.GetLower()) >> BicubicKernel.WeightBits;
                var words = Sse2.PackSignedSaturate(rgbx, rgbx);
                pixels[x] = Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar();
            }
        }
    }

    public void Down(byte* from, long stride, byte* to, ReadOnlySpan<int> weights)
    {
        for (var x = 0L; x < stride; x += ColumnGroup)
        {
            var (highA, highB, lowA, lowB) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            var row = from + x;
            for (var i = 0; i < weights.Length; i += 2, row += 2 * stride)
            {
                // Two rows at once, interleaved; an odd last row is paired with itself at weight zero.
                var isLast = i + 1 == weights.Length;
                var one = Vector128.Load(row);
                var two = isLast ? one : Vector128.Load(row + stride);
                var second = isLast ? 0 : weights[i + 1];
                var high = Vector256.Create((weights[i] >> LowBits & 0xffff) | (second >> LowBits << 16)).AsInt16();
                var low = Vector256.Create((weights[i] & LowMask) | ((second & LowMask) << 16)).AsInt16();
                var a = Avx2.ConvertToVector256Int16(Sse2.UnpackLow(one, two));
                var b = Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(one, two));
                highA += Avx2.MultiplyAddAdjacent(a, high);
                lowA += Avx2.MultiplyAddAdjacent(a, low);
                highB += Avx2.MultiplyAddAdjacent(b, high);
                lowB += Avx2.MultiplyAddAdjacent(b, low);
            }

            var sumA = ((highA << LowBits) + lowA + Half) >> BicubicKernel.WeightBits;
            var sumB = ((highB << LowBits) + lowB + Half) >> BicubicKernel.WeightBits;
            var words = Avx2.Permute4x64(Avx2.PackSignedSaturate(sumA, sumB).AsInt64(), 0b11_01_10_00).AsInt16();
            var bytes = Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
            Store(bytes, to + x, stride - x);
        }
    }

    private static void Store(Vector128<byte> bytes, byte* to, long room)
    {
        if (room >= ColumnGroup)
        {
            bytes.Store(to);
            return;
        }

        for (var i = 0; i < room; i++)
            to[i] = bytes[i];
    }

    /// <summary>For each group of four taps: four high parts in one word, four low parts in the next.</summary>
    private static ulong[] Split(BicubicKernel kernel)
    {
        var split = new ulong[kernel.Weights.Length / TapGroup * 2];
        for (var i = 0; i < kernel.Weights.Length; i++)
        {
            var (word, shift) = (i / TapGroup * 2, i % TapGroup * 16);
            split[word] |= (ulong)(ushort)(kernel.Weights[i] >> LowBits) << shift;
            split[word + 1] |= (ulong)(ushort)(kernel.Weights[i] & LowMask) << shift;
        }

        return split;
    }
}
