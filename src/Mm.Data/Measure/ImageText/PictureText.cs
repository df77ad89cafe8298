using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.ImageText;

/// <summary>The lines read from one frame, and what of them must not be seen.</summary>
/// <param name="lines">What was read.</param>
/// <param name="spans">What of it is personal.</param>
/// <param name="evidence">Which lines are known, and whether there is text at all: where there is, all others count as unread.</param>
internal sealed class PictureText(IReadOnlyList<LineReading> lines, IReadOnlyList<LineSpan> spans, TextEvidence evidence)
{
    // In heights of the line: the detector's boxes end close to the glyphs.
    private const double Margin = 0.15;
    private const double EndMargin = 0.3;

    /// <summary>From this share of a line's characters on, the whole line is covered.</summary>
    private const double WholeShare = 0.7;

    private const string Unread = "<UNREAD>";

    private readonly bool _isText = spans.Count > 0 || evidence.IsIn(lines);

    /// <summary>Of a frame without lines, or one that is not read.</summary>
    public static PictureText Empty { get; } = new([], [], new TextEvidence(0, 0, 1, 1));

    /// <summary>Boxes over everything personal; of lines that were read too badly to know, none.</summary>
    public IEnumerable<Box> Personal() => spans.Where(span => evidence.IsKnown(lines[span.Line])).SelectMany(Cover);

    /// <summary>Boxes over lines that could not be read well enough to know what they say; none where nothing speaks for text.</summary>
    public IEnumerable<Box> NotRead() => lines.Where(IsUnread).SelectMany(Whole);

    /// <summary>Types of what is personal; several times where found several times.</summary>
    public IEnumerable<string> Kinds => spans.Select(span => span.Type);

    public int UnreadLines => lines.Count(IsUnread);

    /// <summary>What the lines say that were read well enough, each as its words.</summary>
    public IEnumerable<IReadOnlyList<string>> Words() =>
        lines.Where(evidence.IsKnown).Select(line => CaptionSignature.Words(line.Text));

    /// <summary>The lines from the top, personal stretches and unread lines as placeholders.</summary>
    public string Redacted() => string.Join('\n', lines
        .Select((line, i) => (Line: line, Index: i))
        .OrderBy(one => one.Line.Line.Bounds.Y).ThenBy(one => one.Line.Line.Bounds.X)
        .Select(one => evidence.IsKnown(one.Line) ? Redacted(one.Line.Text, one.Index) : Unread));

    private bool IsUnread(LineReading line) => _isText && !evidence.IsKnown(line);

    private IEnumerable<Box> Cover(LineSpan span)
    {
        var line = lines[span.Line];
        if (span.End - span.Start >= WholeShare * line.Text.Length)
            return Whole(line).Select(box => box with { Score = span.Score });

        // A character more at both ends: the network tells where about a character is, not where it ends.
        var pad = 1.0 / line.Text.Length;
        var (from, to) = (line.Places[span.Start].From - pad, line.Places[span.End - 1].To + pad);
        return line.Line.Part(from, to, Margin).Select(box => box with { Score = span.Score });
    }

    private static IEnumerable<Box> Whole(LineReading line)
    {
        var end = EndMargin / Math.Max(line.Text.Length / 2.0, 2); // a character is about half as wide as the line is high
        return line.Line.Part(-end, 1 + end, Margin);
    }

    private string Redacted(string text, int line)
    {
        var (result, at) = (new StringBuilder(), 0);
        foreach (var span in spans.Where(span => span.Line == line)) // in order of start
        {
            if (span.End <= at)
                continue;
            if (span.Start >= at)
                result.Append(text, at, span.Start - at).Append('<').Append(span.Type).Append('>');
            at = span.End; // what overlaps goes under the placeholder before it
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
