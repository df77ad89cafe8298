using System.Numerics;
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

    private const int BackWidth = 32;

    /// <summary>Contexts that are remembered, each with the sum of its keys.</summary>
    private const int SeenCount = 64;

    private readonly sbyte[] _rows;
    private readonly uint _mask;
    private readonly Vector128<short>[] _begin;
    private readonly Vector128<short> _goOnFromBegin;
    private readonly Vector128<short> _goOnFromInside;
    private readonly Vector256<short> _leave;
    private readonly short _stay;
    private readonly Vector256<short> _hopeless;
    private readonly uint[] _keys = new uint[NameFeatures.Count];
    private readonly Vector256<short>[] _emissions = new Vector256<short>[NameFeatures.SegmentMax];
    private readonly byte[] _seen = new byte[SeenCount * NameFeatures.ContextLength];
    private readonly Vector256<short>[] _seenEmissions = new Vector256<short>[SeenCount];
    private readonly byte[] _back = new byte[NameFeatures.SegmentMax * BackWidth];

    public NameDecoder(NameWeights weights)
    {
        _rows = weights.Rows;
        _mask = (1u << weights.Bits) - 1;
        short Move(int from, int to) => weights.Transitions[(from * NameLabel.Count) + to];
        _begin = [.. Enumerable.Range(0, NameLabel.Count).Select(from => Types(type => Move(from, type)))];
        _goOnFromBegin = Types(type => Move(type, type + NameLabel.Inside));
        _goOnFromInside = Types(type => Move(type + NameLabel.Inside, type + NameLabel.Inside));
        _leave = Labels(label => Move(label, NameLabel.Outside));
        _stay = Move(NameLabel.Outside, NameLabel.Outside);
        var worst = Enumerable.Range(0, NameLabel.Types).Min(type => Move(NameLabel.Outside, type));
        _hopeless = Labels(from => (short)(worst - Enumerable.Range(0, NameLabel.Types).Max(type => Move(from, type))));
    }

    /// <summary>Labels of the tokens that <paramref name="features"/> read, as many as <paramref name="labels"/> has room for.</summary>
    public void Decode(NameFeatures features, Span<byte> labels)
    {
        for (var i = 0; i < labels.Length; i++)
            _emissions[i] = Emission(features, i);

        var label = Best(Forward(labels.Length), Vector256<short>.Zero, 0, out _);
        for (var i = labels.Length - 1; i >= 0; i--)
        {
            labels[i] = label;
            label = _back[(i * BackWidth) + label];
        }
    }

    /// <summary>What the keys of a token say for a label, against none: after <see cref="Decode"/>.</summary>
    public int Evidence(int index, int label) => label == NameLabel.Outside ? 0 : _emissions[index].GetElement(label);

    // Rows of the same few signs and words, which are as slow as text can be, are summed once. No token has a context of zeros.
    private Vector256<short> Emission(NameFeatures features, int index)
    {
        var context = features.Context(index, out var hash);
        var slot = (int)(hash % SeenCount);
        var seen = _seen.AsSpan(slot * NameFeatures.ContextLength, NameFeatures.ContextLength);
        if (!context.SequenceEqual(seen))
        {
            features.Keys(index, _keys);
            context.CopyTo(seen);
            _seenEmissions[slot] = Sum();
        }

        return _seenEmissions[slot];
    }

    private Vector256<short> Sum()
    {
        var sum = Vector256<short>.Zero;
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        foreach (var key in _keys)
        {
            var row = Vector128.LoadUnsafe(ref rows, (key & _mask) * NameWeights.RowLength);
            sum += Vector256.WidenLower(row.ToVector256Unsafe());
        }

        return sum;
    }

    private Vector256<short> Forward(int count)
    {
        Span<short> from = stackalloc short[NameLabel.Outside];
        var scores = Vector256.Create(Never);
        for (var i = 0; i < count; i++)
        {
            // A beginning comes after Outside, whose score is 0, or after a label that is good enough to beat that.
            var begin = _begin[NameLabel.Outside];
            var beginSource = Vector128.Create((short)NameLabel.Outside);
            var hopeful = Vector256.GreaterThan(scores, _hopeless).ExtractMostSignificantBits();
            if (hopeful != 0)
                scores.CopyTo(from);
            for (; hopeful != 0; hopeful &= hopeful - 1)
            {
                var label = BitOperations.TrailingZeroCount(hopeful);
                var candidate = Vector128.AddSaturate(_begin[label], Vector128.Create(from[label]));
                var better = Vector128.GreaterThan(candidate, begin);
                begin = Vector128.ConditionalSelect(better, candidate, begin);
                beginSource = Vector128.ConditionalSelect(better, Vector128.Create((short)label), beginSource);
            }

            var afterBegin = Vector128.AddSaturate(scores.GetLower(), _goOnFromBegin);
            var afterInside = Vector128.AddSaturate(scores.GetUpper(), _goOnFromInside);
            var longer = Vector128.GreaterThan(afterInside, afterBegin);
            var inside = Vector128.ConditionalSelect(longer, afterInside, afterBegin);
            var insideSource = TypeNumbers + Vector128.BitwiseAnd(longer, Vector128.Create((short)NameLabel.Inside));

            var back = _back.AsSpan(i * BackWidth, BackWidth);
            Vector128.Narrow(beginSource, insideSource).AsByte().CopyTo(back);
            back[NameLabel.Outside] = Best(scores, _leave, _stay, out var outside);
            scores = Vector256.AddSaturate(Vector256.Create(begin, inside), _emissions[i]);
            scores = Vector256.SubtractSaturate(scores, Vector256.Create(outside));
        }

        return scores;
    }

    // Ties go to Outside, then to the lowest label.
    private static byte Best(Vector256<short> scores, Vector256<short> moves, short stay, out short score)
    {
        var sums = Vector256.AddSaturate(scores, moves);
        score = stay;
        if (!Vector256.GreaterThanAny(sums, Vector256.Create(stay)))
            return NameLabel.Outside;
        var most = Vector128.Max(sums.GetLower(), sums.GetUpper());
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create((short)4, 5, 6, 7, 0, 1, 2, 3)));
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create((short)2, 3, 0, 1, 6, 7, 4, 5)));
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create((short)1, 0, 3, 2, 5, 4, 7, 6)));
        score = most.ToScalar();
        return (byte)BitOperations.TrailingZeroCount(Vector256.Equals(sums, Vector256.Create(score)).ExtractMostSignificantBits());
    }

    private static Vector128<short> TypeNumbers => Vector128.Create((short)0, 1, 2, 3, 4, 5, 6, 7);

    private static Vector128<short> Types(Func<int, short> of) =>
        Vector128.Create([.. Enumerable.Range(0, NameLabel.Types).Select(of)]);

    private static Vector256<short> Labels(Func<int, short> of) =>
        Vector256.Create([.. Enumerable.Range(0, NameLabel.Outside).Select(of)]);
}
