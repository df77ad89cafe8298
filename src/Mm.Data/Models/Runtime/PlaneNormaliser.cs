using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mm.Data.Models.Runtime;

/// <summary>
/// One channel of interleaved pixels to normalised floats, four at a time: level * scale + shift in float64, rounded once to float32.
/// Used only where that gives exactly the table's value for each of the 256 levels, which is tried when it is made.
/// </summary>
internal sealed class PlaneNormaliser
{
    private const int Step = 4; // pixels a turn: 12 of the 16 bytes that are loaded
    private const int LoadBytes = 16;

    private readonly Vector256<double> _scale;
    private readonly Vector256<double> _shift;
    private readonly Vector128<byte> _picks; // the channel's byte of each of four pixels, widened to 32 bits

    private PlaneNormaliser(double mean, double std, int offset)
    {
        (_scale, _shift) = (Vector256.Create(1 / (255 * std)), Vector256.Create(-mean / std));
        Span<byte> picks = stackalloc byte[LoadBytes];
        picks.Fill(0x80); // gives zero
        for (var pixel = 0; pixel < Step; pixel++)
            picks[pixel * sizeof(int)] = (byte)((pixel * 3) + offset);
        _picks = Vector128.Create(picks);
    }

    /// <summary>Null where the processor cannot or a level would come out otherwise than in <paramref name="table"/>.</summary>
    public static PlaneNormaliser? Of(double mean, double std, int offset, float[] table)
    {
        if (!Fma.IsSupported)
            return null;
        var plane = new PlaneNormaliser(mean, std, offset);
        var levels = new byte[(table.Length * 3) + LoadBytes];
        for (var level = 0; level < table.Length; level++)
            levels[(level * 3) + offset] = (byte)level;
        var found = new float[table.Length];
        plane.Fill(levels, found);
        return MemoryMarshal.AsBytes<float>(found).SequenceEqual(MemoryMarshal.AsBytes<float>(table)) ? plane : null;
    }

    /// <summary>Fills as many floats from the start as whole vectors allow, and says how many.</summary>
    public int Fill(ReadOnlySpan<byte> pixels, Span<float> to)
    {
        ref var from = ref MemoryMarshal.GetReference(pixels);
        ref var first = ref MemoryMarshal.GetReference(to);
        var done = 0;
        for (; done + Step <= to.Length && (done * 3) + LoadBytes <= pixels.Length; done += Step)
        {
            var levels = Ssse3.Shuffle(Vector128.LoadUnsafe(ref from, (nuint)(done * 3)), _picks).AsInt32();
            var values = Fma.MultiplyAdd(Avx.ConvertToVector256Double(levels), _scale, _shift);
            Avx.ConvertToVector128Single(values).StoreUnsafe(ref first, (nuint)done);
        }

        return done;
    }
}
