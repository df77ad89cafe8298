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
    private const int Width = ChainPass.Width;
    private const int Row = NameWeights.RowLength;

    private readonly float[] _rows = new float[Row << bits];
    private readonly float[] _squares = new float[Row << bits];
    private readonly float[] _moves = new float[L * L];
    private readonly float[] _moveSquares = new float[L * L];
    private readonly float[] _factors = new float[L * Width];
    private readonly float[] _turned = new float[L * Width];
    private readonly uint _mask = (1u << bits) - 1;

    private readonly float[] _emissions = new float[NameFeatures.SegmentMax * Width];
    private readonly ChainPass _right = new();
    private readonly ChainPass _all = new();

    public float[] Rows => _rows;

    public float[] Moves => _moves;

    /// <summary>One step on a segment: <paramref name="keys"/> are NameFeatures.Count a token, 0 for those that are dropped.</summary>
    public void Learn(ReadOnlySpan<uint> keys, ReadOnlySpan<uint> allowed, float weight)
    {
        var count = allowed.Length;
        for (var from = 0; from < L; from++)
        {
            for (var to = 0; to < L; to++)
                _factors[(from * Width) + to] = _turned[(to * Width) + from] =
                    NameLabel.MayFollow(from, to) ? MathF.Exp(_moves[(from * L) + to]) : 0;
        }

        for (var i = 0; i < count; i++)
            Emit(keys.Slice(i * NameFeatures.Count, NameFeatures.Count), _emissions.AsSpan(i * Width, Width));
        _right.RunRight(_emissions, _factors, _turned, allowed);
        _all.RunAll(_emissions, _factors, _turned, allowed, options);
        Span<float> gradient = stackalloc float[Row];
        for (var i = 0; i < count; i++)
        {
            var size = 0f;
            for (var label = 0; label < Row; label++)
            {
                gradient[label] = weight * (_right.Marginals[(i * Width) + label] - _all.Marginals[(i * Width) + label]);
                size = MathF.Max(size, MathF.Abs(gradient[label]));
            }

            if (size > options.GradientMin)
                Step(keys.Slice(i * NameFeatures.Count, NameFeatures.Count), gradient);
        }

        for (var i = 0; i < L * L; i++)
        {
            var pair = (i / L * Width) + (i % L);
            var g = weight * (_right.Pairs[pair] - _all.Pairs[pair]);
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
}
