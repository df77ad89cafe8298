using Mm.Data.Models.Names;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

public sealed class NameDecoderTests
{
    private static readonly string[] Texts = ["Dr. Jane Doe", "at 5 Elm", "jane the jane", "A B C D", "x\ny Z"];

    /// <summary>All sequences that labels may form are tried; none scores more than the decoded one.</summary>
    [Fact]
    public void No_sequence_of_labels_scores_more_than_the_decoded_one()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var weights = Weights.Scrambled(seed);
            foreach (var text in Texts)
            {
                var (labels, evidence) = Decode(weights, text);
                var best = Best(weights, evidence);
                Assert.Equal(best, Total(weights, evidence, labels));
            }
        }
    }

    [Fact]
    public void A_stretch_goes_on_only_after_one_of_its_type_has_begun()
    {
        var text = string.Join(' ', Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? $"Name{i}" : $"word {i}"))[..900];
        for (var seed = 0; seed < 20; seed++)
        {
            byte from = NameLabel.Outside;
            foreach (var label in Decode(Weights.Scrambled(seed), text).Labels)
            {
                Assert.True(NameLabel.MayFollow(from, label));
                from = label;
            }
        }
    }

    private static (byte[] Labels, int[][] Evidence) Decode(NameWeights weights, string text)
    {
        var tokens = new NameToken[text.Length];
        var count = Math.Min(NameTagger.Tokenize(text, tokens), NameFeatures.SegmentMax);
        var features = new NameFeatures(weights.Lexicon);
        var decoder = new NameDecoder(weights);
        var labels = new byte[count];
        features.Read(text, tokens.AsSpan(0, count), 0, count);
        decoder.Decode(features, labels);
        return (labels, [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, NameLabel.Count).Select(l => decoder.Evidence(i, l)).ToArray())]);
    }

    private static int Total(NameWeights weights, int[][] evidence, byte[] labels)
    {
        var (total, from) = (0, NameLabel.Outside);
        for (var i = 0; i < labels.Length; i++)
        {
            total += weights.Transitions[(from * NameLabel.Count) + labels[i]] + evidence[i][labels[i]];
            from = labels[i];
        }

        return total;
    }

    // Every path, by recursion: 17 to the power of four or five.
    private static int Best(NameWeights weights, int[][] evidence, int at = 0, int from = NameLabel.Outside)
    {
        if (at == evidence.Length)
            return 0;
        var best = int.MinValue;
        for (var label = 0; label < NameLabel.Count; label++)
        {
            if (NameLabel.MayFollow(from, label))
            {
                best = Math.Max(best, weights.Transitions[(from * NameLabel.Count) + label] + evidence[at][label]
                    + Best(weights, evidence, at + 1, label));
            }
        }

        return best;
    }
}
