using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Places on earth to about a hundred metres and finer: two decimals side by side (latitude first), labelled ones, degrees with minutes
/// and seconds. Two decimals without a word near by need five places each, since tables are full of pairs of shorter ones.
/// </summary>
internal sealed class CoordinateRecogniser : IRecogniser
{
    private const float Pair = 0.5f;
    private const float Announced = 0.85f;
    private const float Degrees = 0.8f;
    private const int PlacesMin = 3;
    private const int PlacesAlone = 5;
    private const int PlacesMax = 17;
    private const int GapMax = 24;
    private const int DegreesReach = 64;

    private static readonly ContextWords Words = new(
    [
        "lat", "latitude", "lon", "lng", "long", "longitude", "gps", "coordinates", "coordinate", "coords", "location", "geo",
        "position", "geotag", "map", "place",
        "koordinaten", "breite", "länge", "coordonnées", "coordenadas", "coordinate", "ubicación", "standort",
    ]);

    private static readonly SearchValues<char> DegreeSigns = SearchValues.Create("°º˚");

    private const string Angle =
        """\d{1,3} ?[°º˚] ?(?:\d{1,2}(?:\.\d+)? ?['’′] ?(?:\d{1,2}(?:\.\d+)? ?(?:["”″]|''|′′) ?)?)?""";

    private const string DecimalAngle = @"\d{1,3}\.\d+ ?[°º˚] ?";

    private static readonly Regex Sexagesimal = new(
        $"{Angle}[NS],? ?{Angle}[EWO]|{DecimalAngle}[NS],? ?{DecimalAngle}[EWO]", RegexOptions.NonBacktracking);

    // What may stand between two decimals of a place.
    private static readonly SearchValues<char> GapSigns = SearchValues.Create(" ,;/-+\"':=&\n\t°%");

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Coordinates];

    public bool NeedsDigit => true;

    public void Find(string text, ICollection<Finding> found)
    {
        FindDegrees(text, found);
        for (var from = 0; from < text.Length;)
        {
            var dot = text.AsSpan(from).IndexOf('.');
            if (dot < 0)
                return;
            from += dot + 1;
            if (Decimal(text, from - 1) is { } first && first.Places >= PlacesMin && Second(text, first) is { } second)
            {
                if (Score(text, first, second) is var score and > 0)
                    found.Add(new Finding(first.Start, second.End, PiiTypes.Coordinates, score));
                from = second.End;
            }
        }
    }

    private static void FindDegrees(string text, ICollection<Finding> found)
    {
        for (var from = 0; from < text.Length;)
        {
            var sign = text.AsSpan(from).IndexOfAny(DegreeSigns);
            if (sign < 0)
                return;
            var start = Math.Max(from, from + sign - 12);
            var end = Math.Min(text.Length, from + sign + DegreesReach);
            if (Sexagesimal.EnumerateMatches(text.AsSpan(start, end - start)) is var matches && matches.MoveNext())
            {
                var match = matches.Current;
                found.Add(new Finding(start + match.Index, start + match.Index + match.Length, PiiTypes.Coordinates, Degrees));
                from = start + match.Index + match.Length;
            }
            else
            {
                from += sign + 1;
            }
        }
    }

    private static float Score(string text, Number first, Number second)
    {
        var isInRange = Math.Abs(first.Value) <= 90 && Math.Abs(second.Value) <= 180;
        if (!isInRange || IsListed(text, first.Start - 1, -1) || IsListed(text, second.End, 1))
            return 0;
        var near = new List<int>();
        Words.Near(text, first.Start, second.End, near);
        Words.After(text, first.End, 2, near);
        if (near.Count > 0)
            return Announced;
        return first.Places >= PlacesAlone && second.Places >= PlacesAlone && (Math.Abs(first.Value) >= 1 || Math.Abs(second.Value) >= 1)
            ? Pair
            : 0;
    }

    // A third number beyond a comma: a list, no place.
    private static bool IsListed(string text, int at, int step)
    {
        for (var spaces = 0; spaces < 2 && at >= 0 && at < text.Length && text[at] == ' '; spaces++)
            at += step;
        if (at < 0 || at >= text.Length || text[at] is not (',' or ';'))
            return false;
        at += step;
        at += at >= 0 && at < text.Length && text[at] == ' ' ? step : 0;
        return at >= 0 && at < text.Length && char.IsAsciiDigit(text[at]);
    }

    // A decimal around its dot.
    private static Number? Decimal(string text, int dot)
    {
        var (start, end) = (dot, dot + 1);
        while (start > 0 && dot - start < 4 && char.IsAsciiDigit(text[start - 1]))
            start--;
        while (end < text.Length && end - dot <= PlacesMax && char.IsAsciiDigit(text[end]))
            end++;
        var isFree = (start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_'))
            && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] == '_'
                || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))));
        if (!isFree || start == dot || end == dot + 1 || dot - start > 3)
            return null;
        start -= start > 0 && text[start - 1] is '-' or '+' ? 1 : 0;
        var value = double.Parse(text.AsSpan(start, end - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        return new Number(start, end, value, end - dot - 1);
    }

    // The next decimal, beyond a comma, a space, a slash or a label.
    private static Number? Second(string text, Number first)
    {
        var limit = Math.Min(text.Length, first.End + GapMax);
        for (var at = first.End; at < limit; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                if (!GapSigns.Contains(text[at]) && !char.IsAsciiLetter(text[at]))
                    return null;
                continue;
            }

            var dot = text.AsSpan(at, Math.Min(4, text.Length - at)).IndexOf('.');
            var second = dot < 1 ? null : Decimal(text, at + dot);
            var gap = text.AsSpan(first.End, at - first.End);
            var isLabelled = gap.ContainsAnyInRange('a', 'z') || gap.ContainsAnyInRange('A', 'Z');
            return second is { Places: >= PlacesMin } && (!isLabelled || gap.Contains("l", StringComparison.OrdinalIgnoreCase)
                || gap.Contains("N", StringComparison.Ordinal) || gap.Contains("S", StringComparison.Ordinal)) ? second : null;
        }

        return null;
    }

    private sealed record Number(int Start, int End, double Value, int Places);
}
