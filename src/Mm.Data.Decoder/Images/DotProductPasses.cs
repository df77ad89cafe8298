using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Passes for processors with AVX-VNNI, whose one instruction multiplies four unsigned by four signed bytes and adds them up. A weight is
/// written in signed digits, <c>65536 a + 256 b + c</c>, each from -128 to 127; sums are exact modulo 2^32, and the true sum fits.
/// </summary>
internal sealed unsafe class DotProductPasses : IResamplePasses
{
    private const int Digits = 3;
    private const int DigitBits = 8;
    private const int PixelGroup = IResamplePasses.PixelGroup;

    // Four pixels to four reds, four greens, four blues, four of the rest; in both halves.
    private static readonly Vector256<byte> ByChannel = Vector256.Create(
        Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
        Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));

    // Pairs of rows (0 1) of four channels and (2 3) of four channels, to four rows of each channel.
    private static readonly Vector128<byte> ByRow = Vector128.Create((byte)0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);

    public uint[] Pack(BicubicKernel kernel)
    {
        var packed = new uint[kernel.Weights.Length / BicubicKernel.TapGroup * Digits];
        for (var i = 0; i < kernel.Weights.Length; i++)
        {
            var rest = kernel.Weights[i];
            for (var digit = Digits - 1; digit >= 0; digit--)
            {
                var value = (sbyte)rest;
                rest = (rest - value) >> DigitBits;
                packed[(i / BicubicKernel.TapGroup * Digits) + digit] |=
                    (uint)(byte)value << (i % BicubicKernel.TapGroup * DigitBits);
            }
        }

        return packed;
    }

    public void Across(byte* row0, byte* row1, byte* row2, byte* row3, long ahead, byte* band, BicubicKernel kernel)
    {
        var stride = kernel.Taps / BicubicKernel.TapGroup * Digits;
        var byChannel = ByChannel;
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
                var weights = packed + ((long)x * stride);
                var end = weights + ((count[x] + BicubicKernel.TapGroup - 1) / BicubicKernel.TapGroup * Digits);
                var top = Sums.Zero;
                var bottom = Sums.Zero;
                for (; weights < end; weights += Digits, at += BicubicKernel.TapGroup * Picture.PixelBytes)
                {
                    var a = Vector256.Create(weights[0]).AsSByte();
                    var b = Vector256.Create(weights[1]).AsSByte();
                    var c = Vector256.Create(weights[2]).AsSByte();
                    top.Add(Avx2.Shuffle(Vector256.Create(Vector128.Load(row0 + at), Vector128.Load(row1 + at)), byChannel), a, b, c);
                    bottom.Add(Avx2.Shuffle(Vector256.Create(Vector128.Load(row2 + at), Vector128.Load(row3 + at)), byChannel), a, b, c);
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
        var groups = kernel.Groups(y);
        fixed (uint* packed = &kernel.Packed[y * (kernel.Taps / BicubicKernel.TapGroup) * Digits])
        {
            for (var x = 0; x < pixels; x += PixelGroup)
            {
                var left = Sums.Zero;
                var right = Sums.Zero;
                var weights = packed;
                for (var i = 0; i < groups; i++, weights += Digits)
                {
                    var from = bands[i] + ((long)x * IResamplePasses.BandPixelBytes);
                    var a = Vector256.Create(weights[0]).AsSByte();
                    var b = Vector256.Create(weights[1]).AsSByte();
                    var c = Vector256.Create(weights[2]).AsSByte();
                    left.Add(Vector256.Load(from), a, b, c);
                    right.Add(Vector256.Load(from + Vector256<byte>.Count), a, b, c);
                }

                // Lower half pixels 0 and 2, upper half pixels 1 and 3.
                var words = Avx2.PackSignedSaturate(left.Round(), right.Round());
                var bytes = Avx2.PackUnsignedSaturate(words, words).AsInt32();
                Sse2.UnpackLow(bytes.GetLower(), bytes.GetUpper()).AsByte().Store(to + ((long)x * Picture.PixelBytes));
            }
        }
    }

    /// <summary>Eight sums, each in three digits.</summary>
    private struct Sums
    {
        private static readonly Vector256<int> Half = Vector256.Create(1 << (BicubicKernel.WeightBits - 1));

        private Vector256<int> _a;
        private Vector256<int> _b;
        private Vector256<int> _c;

        public static Sums Zero => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<byte> samples, Vector256<sbyte> a, Vector256<sbyte> b, Vector256<sbyte> c)
        {
            _a = AvxVnni.MultiplyWideningAndAdd(_a, samples, a);
            _b = AvxVnni.MultiplyWideningAndAdd(_b, samples, b);
            _c = AvxVnni.MultiplyWideningAndAdd(_c, samples, c);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector256<int> Round() =>
            ((((_a << DigitBits) + _b) << DigitBits) + _c + Half) >> BicubicKernel.WeightBits;
    }
}
