using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Sound;

/// <summary>The words of a transcript as one text, and when each place of it is heard.</summary>
internal sealed class SpokenText
{
    private readonly List<(int Start, int End, SpokenWord Word)> _places = [];

    public SpokenText(IReadOnlyList<SpokenWord> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (text.Length > 0)
                text.Append(' ');
            var trimmed = word.Text.Trim();
            _places.Add((text.Length, text.Length + trimmed.Length, word));
            text.Append(trimmed);
        }

        Text = text.ToString();
    }

    public string Text { get; }

    /// <summary>From the first to the last word that a span touches.</summary>
    public (double From, double To) Heard(Span span)
    {
        var touched = _places.Where(place => place.Start < span.Start + span.Length && span.Start < place.End).ToArray();
        return touched.Length == 0
            ? (0, float.MaxValue) // a span beside every word is not understood: all of it goes
            : (touched.Min(place => place.Word.FromSeconds), touched.Max(place => place.Word.ToSeconds));
    }
}
