using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// AVX2 passes. A 23-bit weight is split as <c>2048 high + low</c>, so that both parts fit the 16-bit multiply-add (two products an
/// instruction); sums are exact modulo 2^32, and the true sum fits 32 bits.
/// </summary>
internal sealed unsafe class VectorPasses : IResamplePasses
{
    private const int LowBits = 11;
    private const int LowMask = (1 << LowBits) - 1;
    private const int Words = 4; // a group of four taps: high parts of two, of two more, then the low parts alike
    private const int WordBits = 16;
    private const int PixelGroup = IResamplePasses.PixelGroup;
    private const byte Zero = 0x80;

    // Of four pixels the first (or last) two, as 16-bit pairs: red red, green green, blue blue, rest rest.
    private static readonly Vector128<byte> FirstTwo =
        Vector128.Create((byte)0, Zero, 4, Zero, 1, Zero, 5, Zero, 2, Zero, 6, Zero, 3, Zero, 7, Zero);

    private static readonly Vector128<byte> LastTwo =
        Vector128.Create((byte)8, Zero, 12, Zero, 9, Zero, 13, Zero, 10, Zero, 14, Zero, 11, Zero, 15, Zero);

    // Of a pixel's four rows of four channels the upper (or lower) two rows, as 16-bit pairs a channel.
    private static readonly Vector128<byte> UpperTwo =
        Vector128.Create((byte)0, Zero, 1, Zero, 4, Zero, 5, Zero, 8, Zero, 9, Zero, 12, Zero, 13, Zero);

    private static readonly Vector128<byte> LowerTwo =
        Vector128.Create((byte)2, Zero, 3, Zero, 6, Zero, 7, Zero, 10, Zero, 11, Zero, 14, Zero, 15, Zero);

    private static readonly Vector128<byte> ByRow = Vector128.Create((byte)0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);

    public uint[] Pack(BicubicKernel kernel)
    {
        var packed = new uint[kernel.Weights.Length];
        for (var i = 0; i < kernel.Weights.Length; i++)
        {
            var word = (i / Words * Words) + (i % Words / 2);
            var shift = i % 2 * WordBits;
            packed[word] |= (uint)(ushort)(kernel.Weights[i] >> LowBits) << shift;
            packed[word + 2] |= (uint)(kernel.Weights[i] & LowMask) << shift;
        }

        return packed;
    }

    public void Across(byte* row0, byte* row1, byte* row2, byte* row3, long ahead, byte* band, BicubicKernel kernel)
    {
        var (early, late) = (Vector256.Create(FirstTwo, FirstTwo), Vector256.Create(LastTwo, LastTwo));
        fixed (uint* packed = kernel.Packed)
        fixed (int* first = kernel.First)
        fixed (int* count = kernel.Count)
        {
            var outputs = kernel.First.Length;
            for (var x = 0; x < outputs; x++)
            {
                var at = (long)first[x] * Picture.PixelBytes;
                Sse.Prefetch0(row0 + at + ahead);
                Sse.Prefetch0(row1 + at + ahead);
                Sse.Prefetch0(row2 + at + ahead);
                Sse.Prefetch0(row3 + at + ahead);
                var weights = packed + ((long)x * kernel.Taps);
                var end = weights + ((count[x] + Words - 1) / Words * Words);
                var (top, bottom) = (default(Sums), default(Sums));
                for (; weights < end; weights += Words, at += Words * Picture.PixelBytes)
                {
                    top.Add(Vector256.Create(Vector128.Load(row0 + at), Vector128.Load(row1 + at)), weights, early, late);
                    bottom.Add(Vector256.Create(Vector128.Load(row2 + at), Vector128.Load(row3 + at)), weights, early, late);
                }

                // Lower half rows 0 and 2, upper half rows 1 and 3, four channels each.
                var words = Avx2.PackSignedSaturate(top.Round(), bottom.Round());
                var bytes = Avx2.PackUnsignedSaturate(words, words);
                var pairs = Sse2.UnpackLow(bytes.GetLower(), bytes.GetUpper());
                Ssse3.Shuffle(pairs, ByRow).Store(band + ((long)x * IResamplePasses.BandPixelBytes));
            }
        }
    }

    public void Down(byte** bands, BicubicKernel kernel, int y, byte* to, int pixels)
    {
        var (upper, lower) = (Vector256.Create(UpperTwo, UpperTwo), Vector256.Create(LowerTwo, LowerTwo));
        var groups = kernel.Groups(y);
        fixed (uint* packed = &kernel.Packed[y * kernel.Taps])
        {
            for (var x = 0; x < pixels; x += PixelGroup)
            {
                var (left, right) = (default(Sums), default(Sums));
                var weights = packed;
                for (var i = 0; i < groups; i++, weights += Words)
                {
                    var from = bands[i] + ((long)x * IResamplePasses.BandPixelBytes);
                    left.Add(Vector256.Load(from), weights, upper, lower);
                    right.Add(Vector256.Load(from + Vector256<byte>.Count), weights, upper, lower);
                }

                // Lower half pixels 0 and 2, upper half pixels 1 and 3.
                var words = Avx2.PackSignedSaturate(left.Round(), right.Round());
                var bytes = Avx2.PackUnsignedSaturate(words, words).AsInt32();
                Sse2.UnpackLow(bytes.GetLower(), bytes.GetUpper()).AsByte().Store(to + ((long)x * Picture.PixelBytes));
            }
        }
    }

    /// <summary>Eight sums, each in two parts.</summary>
    private struct Sums
    {
        private static readonly Vector256<int> Half = Vector256.Create(1 << (BicubicKernel.WeightBits - 1));

        private Vector256<int> _high;
        private Vector256<int> _low;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<byte> samples, uint* weights, Vector256<byte> firstPair, Vector256<byte> secondPair)
        {
            var one = Avx2.Shuffle(samples, firstPair).AsInt16();
            var two = Avx2.Shuffle(samples, secondPair).AsInt16();
            _high += Avx2.MultiplyAddAdjacent(one, Vector256.Create(weights[0]).AsInt16());
            _low += Avx2.MultiplyAddAdjacent(one, Vector256.Create(weights[2]).AsInt16());
            _high += Avx2.MultiplyAddAdjacent(two, Vector256.Create(weights[1]).AsInt16());
            _low += Avx2.MultiplyAddAdjacent(two, Vector256.Create(weights[3]).AsInt16());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector256<int> Round() => ((_high << LowBits) + _low + Half) >> BicubicKernel.WeightBits;
    }
}
