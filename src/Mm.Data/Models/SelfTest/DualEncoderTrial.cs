using System.Globalization;
using Mm.Data.Models.Cards;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.SelfTest;

/// <summary>How a dual encoder behaves through the port that runs use, on the configured device.</summary>
internal sealed class DualEncoderTrial(IDualEncoder encoder, SelfTestSettings? references)
{
    private const double LengthTolerance = 1e-4;
    private const double Alike = 1 - 1e-6;
    private static readonly string[] _texts = ["a photo of a cat", "two dogs run on the beach", "the stock market fell on monday"];

    private readonly List<SelfTestCheck> _checks = [];

    public async Task<IReadOnlyList<SelfTestCheck>> RunAsync(CancellationToken cancel)
    {
        var pictures = new List<float[]>();
        foreach (var seed in new[] { 1, 2 })
            pictures.Add(await encoder.EmbedImageAsync(TrialPicture.Noise(encoder.View, seed), cancel));
        var texts = new List<float[]>();
        foreach (var text in _texts)
            texts.Add(await encoder.EmbedTextAsync(text, cancel));

        CheckLengths([.. pictures, .. texts]);
        var noises = Cosine(pictures[0], pictures[1]);
        Check("pictures tell apart", noises < Alike, $"cosine of two noises {Show(noises)}");
        var highest = new[] { (0, 1), (0, 2), (1, 2) }.Max(pair => Cosine(texts[pair.Item1], texts[pair.Item2]));
        Check("texts tell apart", highest < Alike, $"highest cosine of three texts {Show(highest)}");
        await CheckRepeatAsync(pictures[0], texts[0], cancel);
        ShowPair(pictures[0], texts[0]);
        await CheckReferencesAsync(cancel);
        return _checks;
    }

    private void CheckLengths(IReadOnlyList<float[]> embeddings)
    {
        var worst = embeddings.Max(embedding => Math.Abs(Math.Sqrt(embedding.Sum(v => (double)v * v)) - 1));
        var isGood = worst < LengthTolerance && embeddings.All(embedding => embedding.Length == encoder.Dimensions);
        Check("embeddings", isGood, $"{encoder.Dimensions} finite numbers, length 1 to within {Small(worst)}");
    }

    private async Task CheckRepeatAsync(float[] picture, float[] text, CancellationToken cancel)
    {
        var again = await encoder.EmbedImageAsync(TrialPicture.Noise(encoder.View, 1), cancel);
        var textAgain = await encoder.EmbedTextAsync(_texts[0], cancel);
        var isSame = picture.AsSpan().SequenceEqual(again) && text.AsSpan().SequenceEqual(textAgain);
        Check("repeats", isSame, isSame ? "the same input twice gives the same bytes" : "the same input twice gives other bytes");
    }

    private void ShowPair(float[] picture, float[] text)
    {
        var cosine = Cosine(picture, text);
        var logit = (encoder.LogitScale * cosine) + encoder.LogitBias;
        var chance = encoder.Scoring is ScoringKind.Sigmoid ? $", probability {Show(1 / (1 + Math.Exp(-logit)))}" : "";
        _checks.Add(new SelfTestCheck(
            "a pair", SelfTestOutcome.Told,
            $"noise and '{_texts[0]}': cosine {Show(cosine)}, logit {Show(logit)}{chance}; match from {Show(encoder.MatchThreshold)}"));
    }

    private async Task CheckReferencesAsync(CancellationToken cancel)
    {
        if (references is null)
            return;
        foreach (var text in references.Texts)
        {
            var found = await encoder.EmbedTextAsync(text.Text, cancel);
            var difference = text.Starts.Count > found.Length
                ? double.PositiveInfinity
                : text.Starts.Zip(found, (wanted, number) => Math.Abs(wanted - number)).Max();
            CheckReference($"reference '{text.Text}'", difference);
        }

        foreach (var pair in references.Pairs)
        {
            var picture = await encoder.EmbedImageAsync(TrialPicture.Noise(encoder.View, pair.Noise), cancel);
            var found = Cosine(picture, await encoder.EmbedTextAsync(pair.Text, cancel));
            CheckReference($"reference noise {pair.Noise} and '{pair.Text}'", Math.Abs(found - pair.Cosine));
        }
    }

    private void CheckReference(string what, double difference) => Check(
        what, difference <= references!.Tolerance, $"differs by {Small(difference)}, " +
            $"{references.Tolerance.ToString(CultureInfo.InvariantCulture)} is allowed");

    private void Check(string what, bool isGood, string found) =>
        _checks.Add(new SelfTestCheck(what, isGood ? SelfTestOutcome.Good : SelfTestOutcome.Bad, found));

    private static string Small(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);

    private static string Show(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
