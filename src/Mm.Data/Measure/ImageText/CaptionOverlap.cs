using Mm.Data.Pipeline;

namespace Mm.Data.Measure.ImageText;

/// <summary>
/// How much of a caption stands in its picture: pairs of which one reads the other out teach to read, not to see. Counts alone are kept.
/// </summary>
internal static class CaptionOverlap
{
    private const string ReadWords = "image-text.words";
    private const string Share = "image-text.caption-overlap";

    // Readers run words together, so one within a line counts; shorter ones stand in others by chance.
    private const int WithinMin = 4;

    public static IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(ReadWords, FeatureKind.Whole, "Words of the lines that could be read, over all sampled frames."),
        new(Share, FeatureKind.Number, "Share of the caption's words that are read in the picture, 0 to 1; absent without a caption."),
    ];

    public static void Write(string caption, IReadOnlyList<IReadOnlyList<string>> lines, FeatureRow features)
    {
        features.Set(ReadWords, (long)lines.Sum(line => line.Count));
        var words = CaptionSignature.Words(caption);
        if (words.Count == 0)
            return;
        var read = lines.SelectMany(line => line).ToHashSet(StringComparer.Ordinal);
        string[] whole = [.. lines.Select(line => string.Concat(line))];
        var found = words.Count(word => read.Contains(word)
            || (word.Length >= WithinMin && whole.Any(line => line.Contains(word, StringComparison.Ordinal))));
        features.Set(Share, found / (double)words.Count);
    }
}
