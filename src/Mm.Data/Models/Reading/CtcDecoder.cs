using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Reading;

/// <summary>
/// Best path of connectionist temporal classification (Graves et al., ICML 2006): the likeliest class of every step, repeats taken
/// together, class 0 left out. Class i is key i - 1, and the class behind the last key is the space (PaddleOCR's layout).
/// </summary>
internal sealed class CtcDecoder(IReadOnlyList<string> keys)
{
    /// <summary>How far a probability may lie outside [0, 1] by rounding.</summary>
    private const float Slack = 1e-4f;

    /// <summary>
    /// Where the likeliest class is none, a space counts from here on: the network was taught on Chinese and is shy of spaces. On rendered
    /// pages 21 % of the words came apart without this, 55 % at 0.1 and 90 % at 0.02.
    /// </summary>
    private const float SpaceMin = 0.02f;

    public int Classes => keys.Count + 2;

    /// <param name="probabilities">[steps, <see cref="Classes"/>].</param>
    /// <param name="used">Steps that the line takes; those behind it lie on padding.</param>
    /// <exception cref="DetectorException">Something that is no probability.</exception>
    public (string Text, float Confidence, LinePlace[] Places) Decode(ReadOnlySpan<float> probabilities, double used)
    {
        var found = new List<(string Key, int From, int To, float Probability)>();
        var before = 0;
        for (var step = 0; step * Classes < probabilities.Length; step++)
        {
            var (best, probability) = Best(probabilities.Slice(step * Classes, Classes));
            if (best != 0 && best == before)
                found[^1] = found[^1] with { To = step + 1, Probability = Math.Max(found[^1].Probability, probability) };
            else if (best != 0)
                found.Add((best <= keys.Count ? keys[best - 1] : " ", step, step + 1, probability));
            before = best;
        }

        var text = new StringBuilder();
        var places = new List<LinePlace>();
        for (var i = 0; i < found.Count; i++)
        {
            text.Append(found[i].Key);
            places.AddRange(Enumerable.Repeat(Place(found, i, used), found[i].Key.Length));
        }

        var certain = found.Where(one => one.Key != " ").Select(one => Math.Min(1, one.Probability));
        return (text.ToString(), certain.DefaultIfEmpty(0).Average(), [.. places]);
    }

    /// <summary>A character reaches half way to its neighbours: the network fires somewhere in it, not at its edges.</summary>
    private static LinePlace Place(List<(string Key, int From, int To, float Probability)> found, int i, double used)
    {
        double Centre(int at) => (found[at].From + found[at].To) / 2.0;
        var from = i == 0 ? 0 : (Centre(i - 1) + Centre(i)) / 2;
        var to = i + 1 == found.Count ? used : (Centre(i) + Centre(i + 1)) / 2;
        return new LinePlace((float)Math.Clamp(from / used, 0, 1), (float)Math.Clamp(to / used, 0, 1));
    }

    private static (int Class, float Probability) Best(ReadOnlySpan<float> step)
    {
        var (best, probability) = (0, float.NegativeInfinity);
        for (var i = 0; i < step.Length; i++)
        {
            if (!(step[i] >= -Slack && step[i] <= 1 + Slack))
                throw new DetectorException("A reader's output holds something that is no probability.");
            if (step[i] > probability)
                (best, probability) = (i, step[i]);
        }

        return best == 0 && step[^1] >= SpaceMin ? (step.Length - 1, step[^1]) : (best, probability);
    }
}
