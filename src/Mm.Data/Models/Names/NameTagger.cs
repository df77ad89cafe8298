using System.Buffers;
using System.Collections.Concurrent;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Names;

/// <summary>
/// Finds names of people, places and organisations, addresses, occupations and dates: a linear model over hashed keys, decoded by
/// stretches of at most <see cref="NameFeatures.SegmentMax"/> tokens. Time and memory are linear in the text.
/// </summary>
internal sealed class NameTagger(NameWeights weights)
{
    /// <summary>Weights are in this part of a natural logarithm.</summary>
    public const float Scale = 24;

    private readonly ConcurrentBag<Scratch> _idle = [];

    /// <summary>Spans in their order, without overlap; kinds are those of <see cref="NameLabel.Names"/>.</summary>
    public IReadOnlyList<Span> Tag(ReadOnlySpan<char> text)
    {
        var found = new List<Span>();
        var tokens = ArrayPool<NameToken>.Shared.Rent(text.Length);
        if (!_idle.TryTake(out var scratch))
            scratch = new Scratch(weights);
        try
        {
            var count = Tokenize(text, tokens);
            for (var start = 0; start < count;)
            {
                var end = SegmentEnd(tokens.AsSpan(0, count), start);
                var labels = scratch.Labels.AsSpan(0, end - start);
                scratch.Features.Read(text, tokens.AsSpan(0, count), start, end);
                scratch.Decoder.Decode(scratch.Features, labels);
                Collect(tokens.AsSpan(start, end - start), labels, scratch.Decoder, found);
                start = end;
            }
        }
        finally
        {
            _idle.Add(scratch);
            ArrayPool<NameToken>.Shared.Return(tokens);
        }

        return found;
    }

    /// <summary>Writes the tokens of the text and says how many; there are never more than UTF-16 units.</summary>
    public static int Tokenize(ReadOnlySpan<char> text, Span<NameToken> tokens)
    {
        var tokenizer = new NameTokenizer(text);
        var count = 0;
        while (tokenizer.Next(out var token))
            tokens[count++] = token;
        return count;
    }

    /// <summary>Where the segment that begins at a token ends: after a sentence or a line where there is one, so that no name is cut.</summary>
    public static int SegmentEnd(ReadOnlySpan<NameToken> tokens, int start)
    {
        if (tokens.Length - start <= NameFeatures.SegmentMax)
            return tokens.Length;
        var plain = 0;
        for (var end = start + NameFeatures.SegmentMax; end > start + (NameFeatures.SegmentMax / 2); end--)
        {
            if (tokens[end - 1].Shape is TokenShape.Stop or TokenShape.BlankLine)
                return end;
            if (plain == 0 && tokens[end].Shape == TokenShape.Lower && tokens[end - 1].Shape == TokenShape.Lower)
                plain = end;
        }

        return plain > 0 ? plain : start + NameFeatures.SegmentMax;
    }

    private static void Collect(ReadOnlySpan<NameToken> tokens, ReadOnlySpan<byte> labels, NameDecoder decoder, List<Span> found)
    {
        for (var i = 0; i < labels.Length;)
        {
            if (labels[i] == NameLabel.Outside)
            {
                i++;
                continue;
            }

            var start = i;
            var evidence = 0;
            do
            {
                evidence += decoder.Evidence(i, labels[i]);
                i++;
            }
            while (i < labels.Length && labels[i] != NameLabel.Outside && !NameLabel.Begins(labels[i]));

            var from = tokens[start].Start;
            var type = NameLabel.Names[NameLabel.TypeOf(labels[start])];
            found.Add(new Span(from, tokens[i - 1].End - from, type, Score(evidence, i - start)));
        }
    }

    // No exponential: its last bit differs from machine to machine.
    private static float Score(int evidence, int tokens)
    {
        var mean = evidence / (Scale * tokens);
        return 0.5f + (0.5f * mean / (1 + MathF.Abs(mean)));
    }

    private sealed class Scratch(NameWeights weights)
    {
        public NameFeatures Features { get; } = new(weights.Lexicon);

        public NameDecoder Decoder { get; } = new(weights);

        public byte[] Labels { get; } = new byte[NameFeatures.SegmentMax];
    }
}
