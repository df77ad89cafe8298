using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Render;

/// <summary>
/// What of a sample's sound becomes silence. With a transcript: the personal data in it, and speech at which it has no word. Without
/// one: all speech. Where nobody looked for speech, nothing can be told: null.
/// </summary>
public static class SoundPlan
{
    // A pause between two words of a transcript is not speech that it lacks.
    private const double PauseSeconds = 0.5;

    public static IReadOnlyList<SoundSpan>? Mute(RenderOptions options, FeatureRow features)
    {
        if (options.Sound is not SoundPolicy.MuteSpans)
            return [];
        if (features.Vector(KnownFeatures.SpeechIntervals) is not { } speech)
            return null;
        var personal = features.Vector(KnownFeatures.SpokenPersonalIntervals);
        var words = features.Vector(KnownFeatures.SpokenIntervals);
        if (personal is null || words is null)
            return [.. Pairs(speech)];
        return
        [
            .. Pairs(personal).Select(span => Widen(span, options.MuteMarginSeconds)),
            .. Without(Pairs(speech), Pairs(words).Select(span => Widen(span, PauseSeconds))),
        ];
    }

    private static IEnumerable<SoundSpan> Pairs(float[] flat) =>
        Enumerable.Range(0, flat.Length / 2).Select(i => new SoundSpan(flat[2 * i], flat[(2 * i) + 1]));

    private static SoundSpan Widen(SoundSpan span, double seconds) =>
        new(Math.Max(0, span.FromSeconds - seconds), span.ToSeconds + seconds);

    /// <summary>What of <paramref name="spans"/> lies in none of <paramref name="others"/>; both in order of their beginnings.</summary>
    private static IEnumerable<SoundSpan> Without(IEnumerable<SoundSpan> spans, IEnumerable<SoundSpan> others)
    {
        var taken = others.ToArray();
        foreach (var span in spans)
        {
            var from = span.FromSeconds;
            foreach (var other in taken.Where(other => other.ToSeconds > span.FromSeconds && other.FromSeconds < span.ToSeconds))
            {
                if (other.FromSeconds > from)
                    yield return new SoundSpan(from, other.FromSeconds);
                from = Math.Max(from, other.ToSeconds);
            }

            if (from < span.ToSeconds)
                yield return span with { FromSeconds = from };
        }
    }
}
