using System.Globalization;
using System.Text.RegularExpressions;

namespace Mm.Data.Measure.Text;

/// <summary>A date behind a word of birth. Dates as such are not personal, and most texts are full of them.</summary>
internal sealed class DateOfBirthRecogniser : IRecogniser
{
    private const float Score = 0.8f;
    private const int Reach = 56;

    private const string Months =
        "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
        + "|aug|sept|sep|oct|nov|dec"
        + "|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août"
        + "|septembre|octobre|novembre|décembre"
        + "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio"
        + "|aprile|maggio|giugno|luglio"
        + "|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro";

    private static readonly KeyWords Words = new(
    [
        "birth", "born", "dob", "d.o.b", "bday", "b-day", "geboren", "geb.", "geburts", "né le", "née le", "naissance", "nacid",
        "nacimiento", "nato il",
        "nata il", "nascita", "nascid", "nascimento", "geboorte", "född", "født", "urodz", "syntym", "рожд", "родил", "出生", "生年月日", "생년월일",
    ]);

    private static readonly Regex Date = new(
        $@"\b(?:\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}[-./]\d{{1,2}}[-./](?:\d{{4}}|\d{{2}})|\d{{4}} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日"
        + $@"|\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?[ -](?:of |de |den )?(?:{Months})\.?,?[ -](?:de |del )?\d{{4}}"
        + $@"|(?:{Months})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.DateOfBirth];

    public bool NeedsDigit => true;

    public void Find(string text, ICollection<Finding> found)
    {
        var words = Words.In(text);
        for (var word = words.Next(0); word < text.Length;)
        {
            // What lies behind the next word is that one's to find: so the work stays linear.
            var from = word + 1;
            word = words.Next(from);
            var window = text.AsSpan(from, Math.Min(Reach, word - from));
            if (window.IndexOfAnyInRange('0', '9') < 0 || !(Date.EnumerateMatches(window) is var matches && matches.MoveNext()))
                continue;
            var (start, length) = (from + matches.Current.Index, matches.Current.Length);
            var isWhole = start + length == text.Length || !char.IsAsciiDigit(text[start + length]);
            if (isWhole && IsPlausible(text.AsSpan(start, length)))
                found.Add(new Finding(start, start + length, PiiTypes.DateOfBirth, Score));
        }
    }

    // A year of four digits lies between 1880 and 2099; beside it there are a day and a month.
    private static bool IsPlausible(ReadOnlySpan<char> date)
    {
        var (hasYear, twoDigitsMax) = (false, 0);
        for (var at = 0; at < date.Length; at++)
        {
            var digits = 0;
            while (at + digits < date.Length && char.IsAsciiDigit(date[at + digits]))
                digits++;
            if (digits == 0)
                continue;
            var value = int.Parse(date.Slice(at, digits), CultureInfo.InvariantCulture);
            if (digits == 4 && value is < 1880 or > 2099)
                return false;
            hasYear |= digits == 4;
            twoDigitsMax = digits <= 2 ? Math.Max(twoDigitsMax, value) : twoDigitsMax;
            at += digits - 1;
        }

        return twoDigitsMax >= 1 && (!hasYear || twoDigitsMax <= 31);
    }
}
