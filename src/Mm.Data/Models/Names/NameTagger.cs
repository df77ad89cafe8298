using System.Buffers;
using System.Collections.Concurrent;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Names;

/// <summary>
/// Finds names of people, places and organisations, addresses, occupations and dates: a linear model over hashed keys, decoded in
/// the stretches that <see cref="NameGate"/> chooses. Time and memory are linear in the text.
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
            var seen = tokens.AsSpan(0, count);
            for (var from = 0; NameGate.Next(seen, from, weights.Lexicon, out var start, out var end); from = end)
            {
                var labels = scratch.Labels.AsSpan(0, end - start);
                scratch.Features.Read(text, seen, start, end);
                scratch.Decoder.Decode(scratch.Features, labels);
                Collect(seen[start..end], labels, scratch.Decoder, found);
            }
        }
        finally
        {
            _idle.Add(scratch);
            ArrayPool<NameToken>.Shared.Return(tokens);
        }

        return found;
    }

    /// <summary>Writes the tokens of the text, their case marked, and says how many; there are never more than UTF-16 units.</summary>
    public static int Tokenize(ReadOnlySpan<char> text, Span<NameToken> tokens)
    {
        var tokenizer = new NameTokenizer(text);
        var count = 0;
        while (tokenizer.Next(out var token))
            tokens[count++] = token;
        NameGate.MarkCase(tokens[..count]);
        return count;
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

            var type = NameLabel.Names[NameLabel.TypeOf(labels[start])];
            if (Trim(tokens[start..i]) is { Length: > 0 } inner)
                found.Add(new Span(inner[0].Start, inner[^1].End - inner[0].Start, type, Score(evidence, i - start)));
        }
    }

    // Ends of lines are tokens, but no name begins or ends with one.
    private static ReadOnlySpan<NameToken> Trim(ReadOnlySpan<NameToken> tokens)
    {
        while (tokens.Length > 0 && tokens[0].IsLine)
            tokens = tokens[1..];
        while (tokens.Length > 0 && tokens[^1].IsLine)
            tokens = tokens[..^1];
        return tokens;
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
