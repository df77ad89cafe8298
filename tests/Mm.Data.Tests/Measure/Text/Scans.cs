using Mm.Data.Measure;
using Mm.Data.Measure.Text;

namespace Mm.Data.Tests.Measure.Text;

/// <summary>Scans a text with the default options and tells what was found as <c>KIND:text</c>.</summary>
internal static class Scans
{
    private static readonly TextPii.Options Defaults = new();

    private static readonly TextScan Scan = new(Defaults.Kinds, Defaults.Regions, Defaults.ScoreMin);

    public static IReadOnlyList<Mm.Data.Pipeline.Span> Spans(string text) => Scan.Find(new NormalText(text));

    public static string Found(string text) =>
        string.Join("; ", Spans(text).Select(span => $"{span.Type}:{text.Substring(span.Start, span.Length)}"));

    public static IEnumerable<string> Kinds(string text) => Spans(text).Select(span => span.Type);
}
