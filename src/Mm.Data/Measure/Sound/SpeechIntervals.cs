namespace Mm.Data.Measure.Sound;

/// <summary>Turns the probabilities of a speech detector into stretches of speech.</summary>
internal static class SpeechIntervals
{
    // Speech that began goes on while it is a little less sure, as in Silero's own post-processing.
    private const double HoldBelow = 0.15;

    /// <summary>In order and apart. <paramref name="hopSeconds"/> is what one probability stands for.</summary>
    public static IReadOnlyList<(double From, double To)> Of(
        IReadOnlyList<float> scores, double hopSeconds, double threshold, double gapSeconds, double marginSeconds)
    {
        var spans = new List<(double From, double To)>();
        var speaks = false;
        for (var i = 0; i < scores.Count; i++)
        {
            speaks = scores[i] >= (speaks ? threshold - HoldBelow : threshold);
            if (speaks)
                Add(spans, ((i * hopSeconds) - marginSeconds, ((i + 1) * hopSeconds) + marginSeconds), gapSeconds);
        }

        return spans;
    }

    private static void Add(List<(double From, double To)> spans, (double From, double To) next, double gapSeconds)
    {
        if (spans.Count > 0 && next.From - spans[^1].To <= gapSeconds)
            spans[^1] = (spans[^1].From, next.To);
        else
            spans.Add(next);
    }
}
