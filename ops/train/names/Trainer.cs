using Mm.Data.Models.Names;

namespace Mm.Data.NameTraining;

/// <summary>Texts with a weight on each of their steps.</summary>
internal sealed record TrainingSet(IReadOnlyList<LabelledText> Texts, float Weight);

/// <summary>
/// Fits a model. In each epoch part of the listed names is unknown and some words are hidden, so that the surroundings have to tell:
/// the names of real texts are not those of the lists.
/// </summary>
internal static class Trainer
{
    public static NameWeights Fit(IReadOnlyList<TrainingSet> sets, WordLists words, FieldOptions options)
    {
        var dice = new Dice(20260101);
        words.Count(sets.SelectMany(set => set.Texts));
        var lexicon = words.Lexicon(options.LexiconBits);
        var field = new ConditionalField(options.Bits, options);
        var texts = sets.SelectMany(set => set.Texts.Select(text => (Text: text, set.Weight))).ToList();
        var rows = new float[field.Rows.Length];
        var moves = new float[field.Moves.Length];
        var averaged = 0;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var seed = (uint)epoch + 1;
            var features = new NameFeatures(words.Lexicon(options.LexiconBits, options.Hidden, seed));
            dice.Shuffle(texts);
            foreach (var (text, weight) in texts)
                Learn(field, features, text, weight, hash => words.IsHidden(hash, options.Hidden, seed) || dice.Next() < options.Dropped);

            if (epoch < options.Epochs / 2)
                continue;
            averaged++;
            for (var i = 0; i < rows.Length; i++)
                rows[i] += field.Rows[i];
            for (var i = 0; i < moves.Length; i++)
                moves[i] += field.Moves[i];
        }

        return Quantise(rows, moves, averaged, lexicon);
    }

    /// <summary>The same model with so many nats in favour of every label against Outside.</summary>
    public static NameWeights Biased(NameWeights model, float bias)
    {
        var step = (short)MathF.Round(bias * NameTagger.Scale);
        var moves = model.Transitions.Select((move, i) => i % NameLabel.Count == NameLabel.Outside ? move : (short)(move + step));
        return new NameWeights(model.Rows, [.. moves], model.Lexicon);
    }

    private static void Learn(
        ConditionalField field, NameFeatures features, LabelledText text, float weight, Func<uint, bool> isHidden)
    {
        var tokens = new NameToken[text.Text.Length];
        var count = NameTagger.Tokenize(text.Text, tokens);
        tokens = tokens[..count];
        var allowed = text.Allowed(tokens);
        for (var start = 0; start < count;)
        {
            var end = NameGate.Cut(tokens, start);
            features.Read(text.Text, tokens, start, end);
            var keys = new uint[(end - start) * NameFeatures.Count];
            for (var i = 0; i < end - start; i++)
            {
                var own = keys.AsSpan(i * NameFeatures.Count, NameFeatures.Count);
                features.Keys(i, own);
                if (tokens[start + i].Shape is >= TokenShape.Lower and <= TokenShape.Mixed && isHidden(tokens[start + i].Hash))
                {
                    foreach (var key in NameFeatures.OfWord)
                        own[key] = 0;
                }
            }

            field.Learn(keys, allowed.AsSpan(start, end - start), weight);
            start = end;
        }
    }

    private static NameWeights Quantise(float[] rows, float[] moves, int averaged, NameLexicon lexicon)
    {
        var scale = NameTagger.Scale / averaged;
        var small = rows.Select(weight => (sbyte)Math.Clamp(MathF.Round(weight * scale), -127, 127)).ToArray();
        var transitions = moves.Select(move => (short)Math.Clamp(MathF.Round(move * scale), -8000, 8000)).ToArray();
        return new NameWeights(small, transitions, lexicon);
    }
}
