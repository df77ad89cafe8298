using System.Numerics;
using Mm.Data.Models.Names;

namespace Mm.Data.NameTraining;

/// <summary>
/// Forward and backward sums over a segment, scaled at every token. Rows of labels are padded to whole vectors; what is padded is 0.
/// </summary>
internal sealed class ChainPass
{
    /// <summary>Labels, and zeros up to a multiple of eight.</summary>
    public const int Width = (NameLabel.Count + 7) / 8 * 8;

    private const int L = NameLabel.Count;
    private const float Tiny = 1e-30f;

    private readonly float[] _local = new float[NameFeatures.SegmentMax * Width];
    private readonly float[] _forward = new float[NameFeatures.SegmentMax * Width];
    private readonly float[] _backward = new float[NameFeatures.SegmentMax * Width];
    private readonly float[] _weighted = new float[Width];

    /// <summary>Probability of each label of each token.</summary>
    public float[] Marginals { get; } = new float[NameFeatures.SegmentMax * Width];

    /// <summary>Expected number of each pair of labels, from (row) to.</summary>
    public float[] Pairs { get; } = new float[L * Width];

    /// <summary>The sums for the labels that are right; where there is but one for each token nothing needs summing.</summary>
    public void RunRight(float[] emissions, float[] factors, float[] turned, ReadOnlySpan<uint> allowed)
    {
        foreach (var bits in allowed)
        {
            if (!uint.IsPow2(bits))
            {
                Local(emissions, allowed, null);
                Sum(factors, turned, allowed.Length);
                return;
            }
        }

        Array.Clear(Pairs);
        Array.Clear(Marginals, 0, allowed.Length * Width);
        for (var t = 0; t < allowed.Length; t++)
        {
            var label = BitOperations.TrailingZeroCount(allowed[t]);
            Marginals[(t * Width) + label] = 1;
            if (t > 0)
                Pairs[(BitOperations.TrailingZeroCount(allowed[t - 1]) * Width) + label]++;
        }
    }

    /// <summary>The sums for all labels, each wrong one at its cost.</summary>
    public void RunAll(float[] emissions, float[] factors, float[] turned, ReadOnlySpan<uint> allowed, FieldOptions options)
    {
        Local(emissions, allowed, options);
        Sum(factors, turned, allowed.Length);
    }

    private void Local(float[] emissions, ReadOnlySpan<uint> allowed, FieldOptions? costs)
    {
        for (var t = 0; t < allowed.Length; t++)
        {
            var row = emissions.AsSpan(t * Width, L);
            var local = _local.AsSpan(t * Width, Width);
            local.Clear();
            var most = float.MinValue;
            foreach (var emission in row)
                most = MathF.Max(most, emission);
            var named = (allowed[t] & (1u << NameLabel.Outside)) == 0;
            for (var j = 0; j < L; j++)
            {
                var right = ((allowed[t] >> j) & 1) != 0;
                if (!right && costs is null)
                    continue;
                var cost = right ? 0 : named && j == NameLabel.Outside ? costs!.MissCost : costs!.FalseCost;
                local[j] = MathF.Exp(row[j] - most + cost);
            }
        }
    }

    private void Sum(float[] factors, float[] turned, int count)
    {
        Array.Clear(_weighted);
        _weighted[NameLabel.Outside] = 1;
        for (var t = 0; t < count; t++)
        {
            Step(_weighted, factors, _forward.AsSpan(t * Width, Width), _local.AsSpan(t * Width, Width));
            _forward.AsSpan(t * Width, Width).CopyTo(_weighted);
        }

        _backward.AsSpan((count - 1) * Width, Width).Fill(1);
        for (var t = count - 2; t >= 0; t--)
        {
            for (var i = 0; i < Width; i += Vector<float>.Count)
                (new Vector<float>(_local, ((t + 1) * Width) + i) * new Vector<float>(_backward, ((t + 1) * Width) + i)).CopyTo(_weighted, i);
            Step(_weighted, turned, _backward.AsSpan(t * Width, Width), default);
        }

        Array.Clear(Pairs);
        for (var t = 0; t < count; t++)
        {
            var sum = Tiny;
            for (var j = 0; j < L; j++)
                sum += Marginals[(t * Width) + j] = _forward[(t * Width) + j] * _backward[(t * Width) + j];
            for (var j = 0; j < L; j++)
                Marginals[(t * Width) + j] /= sum;
            if (t > 0)
                AddPairs(factors, t);
        }
    }

    // next = (from x factors) * local, scaled to a sum of 1.
    private static void Step(ReadOnlySpan<float> from, ReadOnlySpan<float> factors, Span<float> next, ReadOnlySpan<float> local)
    {
        next.Clear();
        for (var i = 0; i < L; i++)
        {
            if (from[i] == 0)
                continue;
            var source = new Vector<float>(from[i]);
            for (var j = 0; j < Width; j += Vector<float>.Count)
                (new Vector<float>(next[j..]) + (source * new Vector<float>(factors[((i * Width) + j)..]))).CopyTo(next[j..]);
        }

        var sum = Tiny;
        for (var j = 0; j < L; j++)
            sum += local.IsEmpty ? next[j] : next[j] *= local[j];
        var scale = new Vector<float>(1 / sum);
        for (var j = 0; j < Width; j += Vector<float>.Count)
            (new Vector<float>(next[j..]) * scale).CopyTo(next[j..]);
    }

    private void AddPairs(ReadOnlySpan<float> factors, int t)
    {
        for (var j = 0; j < Width; j += Vector<float>.Count)
            (new Vector<float>(_local, (t * Width) + j) * new Vector<float>(_backward, (t * Width) + j)).CopyTo(_weighted, j);
        var total = Vector<float>.Zero;
        for (var i = 0; i < L; i++)
        {
            var left = _forward[((t - 1) * Width) + i];
            for (var j = 0; left > 0 && j < Width; j += Vector<float>.Count)
                total += left * new Vector<float>(factors[((i * Width) + j)..]) * new Vector<float>(_weighted, j);
        }

        var scale = 1 / (Vector.Sum(total) + Tiny);
        for (var i = 0; i < L; i++)
        {
            var left = _forward[((t - 1) * Width) + i] * scale;
            for (var j = 0; left > 0 && j < Width; j += Vector<float>.Count)
            {
                var pair = left * new Vector<float>(factors[((i * Width) + j)..]) * new Vector<float>(_weighted, j);
                (new Vector<float>(Pairs, (i * Width) + j) + pair).CopyTo(Pairs, (i * Width) + j);
            }
        }
    }
}
