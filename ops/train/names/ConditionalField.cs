using System.Numerics;
using Mm.Data.Models.Names;

namespace Mm.Data.NameTraining;

/// <summary>
/// A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) over the keys of <see cref="NameFeatures"/>, fitted by
/// AdaGrad. The unconstrained side is cost-augmented (softmax-margin, Gimpel and Smith 2010): missing a name costs more than a false one.
/// Tokens may have several right labels (where a set does not label a type).
/// </summary>
internal sealed class ConditionalField(int bits, FieldOptions options)
{
    private const int L = NameLabel.Count;
    private const int Row = NameWeights.RowLength;

    private readonly float[] _rows = new float[Row << bits];
    private readonly float[] _squares = new float[Row << bits];
    private readonly float[] _moves = new float[L * L];
    private readonly float[] _moveSquares = new float[L * L];
    private readonly float[] _factors = new float[L * L];
    private readonly uint _mask = (1u << bits) - 1;

    private readonly float[] _emissions = new float[NameFeatures.SegmentMax * L];
    private readonly Pass _right = new();
    private readonly Pass _all = new();

    public float[] Rows => _rows;

    public float[] Moves => _moves;

    /// <summary>One step on a segment: <paramref name="keys"/> are NameFeatures.Count a token, 0 for those that are dropped.</summary>
    public void Learn(ReadOnlySpan<uint> keys, ReadOnlySpan<uint> allowed, float weight)
    {
        var count = allowed.Length;
        for (var from = 0; from < L; from++)
        {
            for (var to = 0; to < L; to++)
                _factors[(from * L) + to] = NameLabel.MayFollow(from, to) ? MathF.Exp(_moves[(from * L) + to]) : 0;
        }

        for (var i = 0; i < count; i++)
            Emit(keys.Slice(i * NameFeatures.Count, NameFeatures.Count), _emissions.AsSpan(i * L, L));
        _right.Run(_emissions, _factors, allowed, count, constrained: true, options);
        _all.Run(_emissions, _factors, allowed, count, constrained: false, options);
        Span<float> gradient = stackalloc float[Row];
        for (var i = 0; i < count; i++)
        {
            var size = 0f;
            for (var label = 0; label < Row; label++)
            {
                gradient[label] = weight * (_right.Marginals[(i * L) + label] - _all.Marginals[(i * L) + label]);
                size = MathF.Max(size, MathF.Abs(gradient[label]));
            }

            if (size > options.GradientMin)
                Step(keys.Slice(i * NameFeatures.Count, NameFeatures.Count), gradient);
        }

        for (var i = 0; i < L * L; i++)
        {
            var g = weight * (_right.Pairs[i] - _all.Pairs[i]);
            _moveSquares[i] += g * g;
            _moves[i] += options.Rate * 0.5f * g / (1 + MathF.Sqrt(_moveSquares[i]));
        }
    }

    private void Emit(ReadOnlySpan<uint> keys, Span<float> emissions)
    {
        emissions.Clear();
        foreach (var key in keys)
        {
            if (key == 0)
                continue;
            var row = _rows.AsSpan((int)(key & _mask) * Row, Row);
            for (var i = 0; i < Row; i += Vector<float>.Count)
                (new Vector<float>(emissions[i..]) + new Vector<float>(row[i..])).CopyTo(emissions[i..]);
        }

        emissions[NameLabel.Outside] = 0;
    }

    private void Step(ReadOnlySpan<uint> keys, ReadOnlySpan<float> gradient)
    {
        foreach (var key in keys)
        {
            if (key == 0)
                continue;
            var at = (int)(key & _mask) * Row;
            for (var i = 0; i < Row; i += Vector<float>.Count)
            {
                var g = new Vector<float>(gradient[i..]);
                var squares = new Vector<float>(_squares.AsSpan(at + i)) + (g * g);
                squares.CopyTo(_squares.AsSpan(at + i));
                var row = new Vector<float>(_rows.AsSpan(at + i));
                var step = g * options.Rate / (Vector.SquareRoot(squares) + new Vector<float>(options.Damping));
                (row + step - (row * options.Decay)).CopyTo(_rows.AsSpan(at + i));
            }
        }
    }

    /// <summary>Forward and backward sums, scaled at every token.</summary>
    private sealed class Pass
    {
        private readonly float[] _local = new float[NameFeatures.SegmentMax * L];
        private readonly float[] _forward = new float[NameFeatures.SegmentMax * L];
        private readonly float[] _backward = new float[NameFeatures.SegmentMax * L];

        public float[] Marginals { get; } = new float[NameFeatures.SegmentMax * L];

        public float[] Pairs { get; } = new float[L * L];

        public void Run(float[] emissions, float[] factors, ReadOnlySpan<uint> allowed, int count, bool constrained, FieldOptions options)
        {
            Local(emissions, allowed, count, constrained, options);
            Forward(factors, count);
            Backward(factors, count);
            Array.Clear(Pairs);
            for (var t = 0; t < count; t++)
            {
                var sum = 0f;
                for (var j = 0; j < L; j++)
                    sum += Marginals[(t * L) + j] = _forward[(t * L) + j] * _backward[(t * L) + j];
                for (var j = 0; j < L; j++)
                    Marginals[(t * L) + j] /= sum;
                if (t > 0)
                    AddPairs(factors, t);
            }
        }

        private void Local(float[] emissions, ReadOnlySpan<uint> allowed, int count, bool constrained, FieldOptions options)
        {
            for (var t = 0; t < count; t++)
            {
                var row = emissions.AsSpan(t * L, L);
                var most = float.MinValue;
                for (var j = 0; j < L; j++)
                    most = MathF.Max(most, row[j]);
                var named = (allowed[t] & (1u << NameLabel.Outside)) == 0;
                for (var j = 0; j < L; j++)
                {
                    var right = (allowed[t] >> j & 1) != 0;
                    var cost = right ? 0 : named && j == NameLabel.Outside ? options.MissCost : options.FalseCost;
                    _local[(t * L) + j] = constrained && !right ? 0 : MathF.Exp(row[j] - most + (constrained ? 0 : cost));
                }
            }
        }

        private void Forward(float[] factors, int count)
        {
            Span<float> previous = stackalloc float[L];
            previous.Clear();
            previous[NameLabel.Outside] = 1;
            for (var t = 0; t < count; t++)
            {
                var next = _forward.AsSpan(t * L, L);
                next.Clear();
                for (var i = 0; i < L; i++)
                {
                    if (previous[i] < 1e-20f)
                        continue;
                    for (var j = 0; j < L; j++)
                        next[j] += previous[i] * factors[(i * L) + j];
                }

                var sum = 1e-30f;
                for (var j = 0; j < L; j++)
                    sum += next[j] *= _local[(t * L) + j];
                for (var j = 0; j < L; j++)
                    next[j] /= sum;
                next.CopyTo(previous);
            }
        }

        private void Backward(float[] factors, int count)
        {
            Span<float> weighted = stackalloc float[L];
            _backward.AsSpan((count - 1) * L, L).Fill(1);
            for (var t = count - 2; t >= 0; t--)
            {
                for (var j = 0; j < L; j++)
                    weighted[j] = _local[((t + 1) * L) + j] * _backward[((t + 1) * L) + j];
                var sum = 1e-30f;
                for (var i = 0; i < L; i++)
                {
                    var total = 0f;
                    for (var j = 0; j < L; j++)
                        total += factors[(i * L) + j] * weighted[j];
                    sum += _backward[(t * L) + i] = total;
                }

                for (var i = 0; i < L; i++)
                    _backward[(t * L) + i] /= sum;
            }
        }

        private void AddPairs(float[] factors, int t)
        {
            Span<float> pairs = stackalloc float[L * L];
            var sum = 1e-30f;
            for (var i = 0; i < L; i++)
            {
                var left = _forward[((t - 1) * L) + i];
                for (var j = 0; j < L; j++)
                    sum += pairs[(i * L) + j] = left * factors[(i * L) + j] * _local[(t * L) + j] * _backward[(t * L) + j];
            }

            for (var i = 0; i < L * L; i++)
                Pairs[i] += pairs[i] / sum;
        }
    }
}
