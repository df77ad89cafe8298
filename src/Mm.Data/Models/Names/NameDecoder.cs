using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mm.Data.Models.Names;

/// <summary>
/// The best sequence of labels for a stretch of tokens (Viterbi 1967, in 16-bit sums, the score of <see cref="NameLabel.Outside"/> held
/// at 0 after every token). Keeps scratch memory: one for each thread at work.
/// </summary>
internal sealed class NameDecoder
{
    /// <summary>No path goes this way; small enough to lose, large enough to add to.</summary>
    public const short Never = -16000;

    private readonly sbyte[] _rows;
    private readonly uint _mask;
    private readonly Vector256<short>[] _onward;
    private readonly Vector256<short> _outward;
    private readonly short _stay;
    private readonly uint[] _keys = new uint[NameFeatures.Count];
    private readonly Vector256<short>[] _emissions = new Vector256<short>[NameFeatures.SegmentMax];
    private readonly byte[] _back = new byte[NameFeatures.SegmentMax * 32];

    public NameDecoder(NameWeights weights)
    {
        _rows = weights.Rows;
        _mask = (1u << weights.Bits) - 1;
        var moves = weights.Transitions;
        _onward = [.. Enumerable.Range(0, NameLabel.Count).Select(from => Vector256.Create(
            [.. Enumerable.Range(0, NameLabel.Outside).Select(to => Move(moves, from, to))]))];
        _outward = Vector256.Create([.. Enumerable.Range(0, NameLabel.Outside).Select(from => Move(moves, from, NameLabel.Outside))]);
        _stay = Move(moves, NameLabel.Outside, NameLabel.Outside);
    }

    /// <summary>Labels of the tokens that <paramref name="features"/> read, as many as <paramref name="labels"/> has room for.</summary>
    public void Decode(NameFeatures features, Span<byte> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            features.Keys(i, _keys);
            _emissions[i] = Sum();
        }

        var scores = Forward(labels.Length);
        var label = Best(scores, Vector256<short>.Zero, 0, out _);
        for (var i = labels.Length - 1; i >= 0; i--)
        {
            labels[i] = label;
            label = _back[(i * 32) + label];
        }
    }

    /// <summary>What the keys of a token say for a label, against none: after <see cref="Decode"/>.</summary>
    public int Evidence(int index, int label) => label == NameLabel.Outside ? 0 : _emissions[index].GetElement(label);

    private Vector256<short> Sum()
    {
        var low = Vector128<short>.Zero;
        var high = Vector128<short>.Zero;
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        foreach (var key in _keys)
        {
            var row = Vector128.LoadUnsafe(ref rows, (key & _mask) * NameWeights.RowLength);
            var (rowLow, rowHigh) = Vector128.Widen(row);
            low += rowLow;
            high += rowHigh;
        }

        return Vector256.Create(low, high);
    }

    private Vector256<short> Forward(int count)
    {
        Span<short> from = stackalloc short[NameLabel.Outside];
        var scores = Vector256.Create(Never);
        for (var i = 0; i < count; i++)
        {
            // Outside first: the likeliest source of all, and its score is 0.
            var best = _onward[NameLabel.Outside];
            var source = Vector256.Create((short)NameLabel.Outside);
            scores.CopyTo(from);
            for (var label = 0; label < NameLabel.Outside; label++)
            {
                var candidate = Vector256.AddSaturate(_onward[label], Vector256.Create(from[label]));
                var better = Vector256.GreaterThan(candidate, best);
                best = Vector256.ConditionalSelect(better, candidate, best);
                source = Vector256.ConditionalSelect(better, Vector256.Create((short)label), source);
            }

            var back = _back.AsSpan(i * 32, 32);
            Vector256.Narrow(source, source).AsByte().CopyTo(back);
            back[NameLabel.Outside] = Best(scores, _outward, _stay, out var outside);
            scores = Vector256.SubtractSaturate(Vector256.AddSaturate(best, _emissions[i]), Vector256.Create(outside));
        }

        return scores;
    }

    // Ties go to Outside, then to the lowest label.
    private static byte Best(Vector256<short> scores, Vector256<short> moves, short stay, out short score)
    {
        var sums = Vector256.AddSaturate(scores, moves);
        var label = NameLabel.Outside;
        score = stay;
        if (Vector256.GreaterThanAny(sums, Vector256.Create(stay)))
        {
            for (var i = 0; i < NameLabel.Outside; i++)
            {
                if (sums.GetElement(i) > score)
                    (score, label) = (sums.GetElement(i), i);
            }
        }

        return (byte)label;
    }

    private static short Move(short[] moves, int from, int to) =>
        NameLabel.MayFollow(from, to) ? moves[(from * NameLabel.Count) + to] : Never;
}
