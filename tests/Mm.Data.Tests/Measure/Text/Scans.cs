using Mm.Data.Measure;
using Mm.Data.Measure.Text;

namespace Mm.Data.Tests.Measure.Text;

/// <summary>Scans a text with the default options and tells what was found as <c>TYPE:text</c>.</summary>
internal static class Scans
{
    private static readonly TextPii.Options Defaults = new();

    private static readonly TextAnalyser Analyser = new(Defaults);

    public static IReadOnlyList<Mm.Data.Pipeline.Span> Spans(string text) => Analyser.Find(text);

    /// <summary>What one recogniser finds in a text that needs no normalisation.</summary>
    public static IReadOnlyList<Finding> Of(IRecogniser recogniser, string text)
    {
        var found = new List<Finding>();
        recogniser.Find(text, found);
        return found;
    }

    public static string Found(string text) =>
        string.Join("; ", Spans(text).Select(span => $"{span.Type}:{text.Substring(span.Start, span.Length)}"));

    public static IEnumerable<string> Types(string text) => Spans(text).Select(span => span.Type);
}
