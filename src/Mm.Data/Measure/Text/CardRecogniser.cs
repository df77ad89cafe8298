using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Payment card numbers: 13 to 19 digits with an issuer's prefix and length (ISO/IEC 7812) whose Luhn checksum holds, in one piece or
/// in groups parted by single spaces, dots or dashes. A number may begin and end only where a group does, so that longer numbers do
/// not contain cards by chance. What is announced as an order, a parcel or a serial number is none.
/// </summary>
internal sealed class CardRecogniser : IRecogniser
{
    private const int DigitsMin = 13;
    private const int DigitsMax = 19;

    private const int PrefixDigits = 4;
    private const float Likely = 0.8f;
    private const float Unlikely = 0.3f;
    private const int OtherWordsBefore = 3;

    private static readonly string[] CardWords =
    [
        "card", "credit", "debit", "visa", "mastercard", "amex", "american express", "discover", "diners", "jcb", "maestro",
        "unionpay", "cc",
        "ccn", "pan", "cvv", "cvc", "karte", "kreditkarte", "kartennummer", "carte", "tarjeta", "carta", "cartão", "kaart", "kort", "karta",
        "карта", "карты", "卡号", "信用卡", "カード",
    ];

    private static readonly ContextWords Words = new([.. CardWords, .. OtherNumbers.Words]);

    private static readonly Issuer[] Issuers =
    [
        new(1, 4, 4, [16, 13, 19]), // Visa
        new(2, 51, 55, [16]), // Mastercard
        new(4, 2221, 2720, [16]), // Mastercard
        new(2, 34, 34, [15]), // American Express
        new(2, 37, 37, [15]),
        new(4, 6011, 6011, [16, 17, 18, 19]), // Discover
        new(3, 644, 659, [16, 17, 18, 19]),
        new(3, 300, 305, [14, 15, 16, 17, 18, 19]), // Diners Club
        new(2, 36, 36, [14, 15, 16, 17, 18, 19]),
        new(2, 38, 39, [14, 15, 16, 17, 18, 19]),
        new(4, 3528, 3589, [16, 17, 18, 19]), // JCB
        new(2, 62, 62, [16, 17, 18, 19]), // UnionPay
        new(2, 81, 82, [16, 17, 18, 19]), // UnionPay, RuPay
        new(2, 60, 60, [16]), // RuPay
        new(4, 2200, 2204, [16, 17, 18, 19]), // Mir
        new(4, 9792, 9792, [16]), // Troy
        new(2, 50, 50, [16, 13, 14, 15, 17, 18, 19]), // Maestro
        new(2, 56, 69, [16, 13, 14, 15, 17, 18, 19]),
    ];

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Card];

    public bool NeedsDigit => true;

    public void Find(string text, ICollection<Finding> found)
    {
        var groups = new List<Group>();
        for (var at = 0; at < text.Length;)
        {
            var digit = text.AsSpan(at).IndexOfAnyInRange('0', '9');
            if (digit < 0)
                return;
            at = ReadRun(text, at + digit, groups);
            for (var first = 0; first < groups.Count;)
            {
                var last = LastGroupOfCard(text, groups, first);
                if (last >= 0 && Score(text, groups[first].Start, groups[last].End) is var score and > 0)
                    found.Add(new Finding(groups[first].Start, groups[last].End, PiiTypes.Card, score));
                first = last >= 0 ? last + 1 : first + 1;
            }
        }
    }

    // Lengths that an issuer hardly uses, and numbers that are announced as something else, count only after a word like "card".
    private static float Score(string text, int start, int end)
    {
        if ((start > 0 && char.IsLetter(text[start - 1])) || (end < text.Length && char.IsLetter(text[end])))
            return 0; // a hash
        var near = new List<int>();
        Words.Near(text, start, end, near);
        if (near.Exists(id => id < CardWords.Length))
            return 1;
        near.Clear();
        Words.Before(text, start, OtherWordsBefore, near);
        Span<char> digits = stackalloc char[DigitsMax];
        var isCard = IsCard(digits[..Digits(text.AsSpan(start, end - start), digits)], common: true);
        return near.Count > 0 || !isCard || !IsGroupedAsCard(text.AsSpan(start, end - start))
            || Neighbourhood.Of(text, start, end) is Neighbours.Joined ? Unlikely : Likely;
    }

    // In one piece, digit by digit, or in groups of four to six that begin with four (4-4-4-4, 4-6-5, 4-6-4).
    private static bool IsGroupedAsCard(ReadOnlySpan<char> written)
    {
        var (group, groups, singles) = (0, 0, 0);
        for (var at = 0; at <= written.Length; at++)
        {
            if (at < written.Length && char.IsAsciiDigit(written[at]))
            {
                group++;
                continue;
            }

            if (group != 1 && (group > 6 || (groups == 0 && group != 4)) && (at < written.Length || groups > 0))
                return false;
            singles += group == 1 ? 1 : 0;
            (group, groups) = (0, groups + 1);
        }

        return singles == 0 || singles == groups;
    }

    private static int Digits(ReadOnlySpan<char> text, Span<char> digits)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
                digits[count++] = character;
        }

        return count;
    }

    // The longest card that begins with the group; single digits count as groups only when the whole run is the card.
    private static int LastGroupOfCard(string text, List<Group> groups, int first)
    {
        Span<char> digits = stackalloc char[DigitsMax];
        var (count, best, single) = (0, -1, false);
        for (var last = first; last < groups.Count && count + groups[last].Length <= DigitsMax; last++)
        {
            text.AsSpan(groups[last].Start, groups[last].Length).CopyTo(digits[count..]);
            count += groups[last].Length;
            single |= groups[last].Length == 1;
            if (count >= PrefixDigits && best < 0 && !MayBegin(digits[..PrefixDigits]))
                return -1;
            var wholeRun = first == 0 && last == groups.Count - 1;
            if ((!single || wholeRun) && count >= DigitsMin && IsCard(digits[..count], common: false))
                best = last;
        }

        return best;
    }

    private static bool MayBegin(ReadOnlySpan<char> digits)
    {
        foreach (var issuer in Issuers)
        {
            if (issuer.Begins(digits))
                return true;
        }

        return false;
    }

    private static bool IsCard(ReadOnlySpan<char> digits, bool common)
    {
        foreach (var issuer in Issuers)
        {
            if (issuer.Fits(digits, common))
                return CheckDigits.Luhn(digits); // ISO/IEC 7812-1 annex B
        }

        return false;
    }

    // Groups of digits parted by single signs from at on; the end of the last one.
    private static int ReadRun(string text, int at, List<Group> groups)
    {
        groups.Clear();
        while (true)
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            groups.Add(new Group(start, at));
            if (at + 1 >= text.Length || text[at] is not (' ' or '.' or '-') || !char.IsAsciiDigit(text[at + 1]))
                return at;
            at++;
        }
    }

    private readonly record struct Group(int Start, int End)
    {
        public int Length => End - Start;
    }

    /// <summary>Prefixes of an issuer; the first of its lengths is the common one.</summary>
    private sealed record Issuer(int Digits, int From, int To, int[] Lengths)
    {
        public bool Fits(ReadOnlySpan<char> number, bool common) =>
            (common ? Lengths[0] == number.Length : Lengths.Contains(number.Length)) && Begins(number);

        public bool Begins(ReadOnlySpan<char> number) => Prefix(number) is var prefix && prefix >= From && prefix <= To;

        private int Prefix(ReadOnlySpan<char> number)
        {
            var prefix = 0;
            foreach (var digit in number[..Digits])
                prefix = (prefix * 10) + digit - '0';
            return prefix;
        }
    }
}
