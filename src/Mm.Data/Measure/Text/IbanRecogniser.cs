using System.Collections.Frozen;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Bank account numbers of ISO 13616: a country, two check digits, the country's length, and the remainder 1 modulo 97 (ISO 7064).
/// Groups may be parted by single spaces or dashes.
/// </summary>
internal sealed class IbanRecogniser : IRecogniser
{
    /// <summary>Length by country, of the registry that SWIFT keeps for ISO 13616.</summary>
    private static readonly FrozenDictionary<string, int> Lengths = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["AD"] = 24,
        ["AE"] = 23,
        ["AL"] = 28,
        ["AT"] = 20,
        ["AZ"] = 28,
        ["BA"] = 20,
        ["BE"] = 16,
        ["BG"] = 22,
        ["BH"] = 22,
        ["BI"] = 27,
        ["BR"] = 29,
        ["BY"] = 28,
        ["CH"] = 21,
        ["CR"] = 22,
        ["CY"] = 28,
        ["CZ"] = 24,
        ["DE"] = 22,
        ["DJ"] = 27,
        ["DK"] = 18,
        ["DO"] = 28,
        ["EE"] = 20,
        ["EG"] = 29,
        ["ES"] = 24,
        ["FI"] = 18,
        ["FK"] = 18,
        ["FO"] = 18,
        ["FR"] = 27,
        ["GB"] = 22,
        ["GE"] = 22,
        ["GI"] = 23,
        ["GL"] = 18,
        ["GR"] = 27,
        ["GT"] = 28,
        ["HN"] = 28,
        ["HR"] = 21,
        ["HU"] = 28,
        ["IE"] = 22,
        ["IL"] = 23,
        ["IQ"] = 23,
        ["IS"] = 26,
        ["IT"] = 27,
        ["JO"] = 30,
        ["KW"] = 30,
        ["KZ"] = 20,
        ["LB"] = 28,
        ["LC"] = 32,
        ["LI"] = 21,
        ["LT"] = 20,
        ["LU"] = 20,
        ["LV"] = 21,
        ["LY"] = 25,
        ["MC"] = 27,
        ["MD"] = 24,
        ["ME"] = 22,
        ["MK"] = 19,
        ["MN"] = 20,
        ["MR"] = 27,
        ["MT"] = 31,
        ["MU"] = 30,
        ["NI"] = 28,
        ["NL"] = 18,
        ["NO"] = 15,
        ["OM"] = 23,
        ["PK"] = 24,
        ["PL"] = 28,
        ["PS"] = 29,
        ["PT"] = 25,
        ["QA"] = 29,
        ["RO"] = 24,
        ["RS"] = 22,
        ["RU"] = 33,
        ["SA"] = 24,
        ["SC"] = 31,
        ["SD"] = 18,
        ["SE"] = 24,
        ["SI"] = 19,
        ["SK"] = 24,
        ["SM"] = 27,
        ["SO"] = 23,
        ["ST"] = 25,
        ["SV"] = 28,
        ["TL"] = 23,
        ["TN"] = 24,
        ["TR"] = 26,
        ["UA"] = 29,
        ["VA"] = 22,
        ["VG"] = 24,
        ["XK"] = 20,
        ["YE"] = 30,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> LengthOf =
        Lengths.GetAlternateLookup<ReadOnlySpan<char>>();

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Iban];

    public bool NeedsDigit => true;

    public void Find(string text, ICollection<Finding> found)
    {
        for (var at = text.AsSpan().IndexOfAnyInRange('0', '9'); at >= 0 && at + 1 < text.Length; at = Next(text, at))
        {
            var start = at - 2;
            if (start >= 0 && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiLetter(text[start]) && char.IsAsciiLetter(text[start + 1])
                && IsFree(text, start) && EndOfIban(text, start) is var end and > 0)
                found.Add(new Finding(start, end, PiiTypes.Iban, 1));
        }
    }

    /// <summary>ISO 7064 MOD 97-10 over the characters with the first four moved to the end, letters as 10 to 35.</summary>
    public static bool Mod97Holds(ReadOnlySpan<char> upper)
    {
        var rest = 0;
        for (var i = 0; i < upper.Length; i++)
        {
            var character = upper[(i + 4) % upper.Length];
            rest = char.IsAsciiDigit(character) ? ((rest * 10) + character - '0') % 97 : ((rest * 100) + character - 'A' + 10) % 97;
        }

        return rest == 1;
    }

    // The next run of digits.
    private static int Next(string text, int at)
    {
        var end = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
        var next = end < 0 ? -1 : text.AsSpan(at + end).IndexOfAnyInRange('0', '9');
        return next < 0 ? -1 : at + end + next;
    }

    // "IBANDE89..." has lost its space on the way.
    private static bool IsFree(string text, int at) =>
        at == 0 || !char.IsLetterOrDigit(text[at - 1])
        || (at >= 4 && text.AsSpan(at - 4, 4).Equals("IBAN", StringComparison.OrdinalIgnoreCase));

    private static int EndOfIban(string text, int start)
    {
        Span<char> country = [char.ToUpperInvariant(text[start]), char.ToUpperInvariant(text[start + 1])];
        if (!LengthOf.TryGetValue(country, out var length))
            return -1;
        Span<char> characters = stackalloc char[length];
        var (count, at) = (0, start);
        for (; at < text.Length && count < length; at++)
        {
            if (char.IsAsciiLetterOrDigit(text[at]))
                characters[count++] = char.ToUpperInvariant(text[at]);
            else if (text[at] is not (' ' or '-') || !char.IsAsciiLetterOrDigit(text[at - 1]))
                return -1;
        }

        var whole = count == length && (at == text.Length || !char.IsLetterOrDigit(text[at]));
        return whole && Mod97Holds(characters) ? at : -1;
    }
}
