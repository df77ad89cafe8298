using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mm.Data.Measure;

/// <summary>One side's view of a true pair among negatives.</summary>
/// <param name="Rank">1 when the true one scores higher than every negative; ties count against it.</param>
/// <param name="Margin">
/// Logit of the true one less the logarithm of the mean exponential of the negatives' logits, in nats. Above 0: better than a random one.
/// InfoNCE's loss (arXiv 1807.03748) over N negatives is log(1 + N exp(-margin)).
/// </param>
internal readonly record struct SideContrast(int Rank, double Margin);

/// <summary>The contrastive view of a pair: how it stands among others, not how high its cosine is.</summary>
internal static class Contrast
{
    private const int Lanes = 4;

    /// <param name="trueCosine">Of the pair itself.</param>
    /// <param name="negativeCosines">Of one side of the pair with the others' other side; at least one.</param>
    /// <param name="logitScale">Factor on cosines, 1 over the temperature.</param>
    public static SideContrast Of(double trueCosine, ReadOnlySpan<double> negativeCosines, double logitScale)
    {
        var rank = 1;
        var largest = double.NegativeInfinity;
        foreach (var cosine in negativeCosines)
        {
            rank += cosine >= trueCosine ? 1 : 0;
            largest = Math.Max(largest, cosine);
        }

        var sum = 0.0;
        foreach (var cosine in negativeCosines)
            sum += Math.Exp(logitScale * (cosine - largest));
        var logMean = (logitScale * largest) + Math.Log(sum / negativeCosines.Length);
        return new SideContrast(rank, (logitScale * trueCosine) - logMean);
    }

    /// <summary>
    /// Dot product in double over four lanes that are added in a fixed order, without fused multiply-add: every processor gives the same
    /// bits, whatever the width of its vectors.
    /// </summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector256<double>.Zero;
        var whole = a.Length / Lanes * Lanes;
        for (var i = 0; i < whole; i += Lanes)
            sums += Wide(a, i) * Wide(b, i);
        var sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (var i = whole; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    private static Vector256<double> Wide(ReadOnlySpan<float> values, int at)
    {
        var four = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);
        var (low, high) = Vector128.Widen(four);
        return Vector256.Create(low, high);
    }
}
