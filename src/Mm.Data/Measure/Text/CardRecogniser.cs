using System.Text.RegularExpressions;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Payment card numbers: 13 to 19 digits with an issuer's prefix and length (ISO/IEC 7812) whose Luhn checksum holds, in one piece or
/// in groups parted by single spaces, dots or dashes. A number may begin and end only where a group does, so that longer numbers do
/// not contain cards by chance.
/// </summary>
internal sealed class CardRecogniser : IRecogniser
{
    private const int DigitsMin = 13;
    private const int DigitsMax = 19;

    private static readonly Regex Run = new(@"\d(?:[ .\-]?\d){12,}", RegexOptions.NonBacktracking);

    private static readonly Issuer[] Issuers =
    [
        new(1, 4, 4, [13, 16, 19]), // Visa
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
        new(2, 50, 50, [13, 14, 15, 16, 17, 18, 19]), // Maestro
        new(2, 56, 69, [13, 14, 15, 16, 17, 18, 19]),
    ];

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Card];

    public void Find(string text, ICollection<Finding> found)
    {
        foreach (Match run in Run.Matches(text))
        {
            var groups = Groups(run);
            for (var first = 0; first < groups.Count;)
            {
                var last = LastGroupOfCard(text, groups, first);
                if (last >= 0)
                    found.Add(new Finding(groups[first].Start, groups[last].End, PiiTypes.Card, 1));
                first = last >= 0 ? last + 1 : first + 1;
            }
        }
    }

    /// <summary>ISO/IEC 7812-1 annex B: from the right, every second digit doubled, digit sums added, a multiple of ten.</summary>
    public static bool LuhnHolds(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }

        return sum % 10 == 0;
    }

    // The longest card that begins with the group; single digits count as groups only when the whole run is the card.
    private static int LastGroupOfCard(string text, List<Group> groups, int first)
    {
        var (digits, best, single) = ("", -1, false);
        for (var last = first; last < groups.Count && digits.Length + groups[last].Length <= DigitsMax; last++)
        {
            digits += text[groups[last].Start..groups[last].End];
            single |= groups[last].Length == 1;
            var wholeRun = first == 0 && last == groups.Count - 1;
            if ((!single || wholeRun) && digits.Length >= DigitsMin && IsCard(digits))
                best = last;
        }

        return best;
    }

    private static bool IsCard(string digits) =>
        digits.AsSpan().ContainsAnyExcept('0') && LuhnHolds(digits) && Array.Exists(Issuers, issuer => issuer.Fits(digits));

    private static List<Group> Groups(Match run)
    {
        var groups = new List<Group>();
        var start = 0;
        for (var i = 1; i <= run.Length; i++)
        {
            if (i < run.Length && char.IsAsciiDigit(run.ValueSpan[i]))
                continue;
            groups.Add(new Group(run.Index + start, run.Index + i));
            start = i + 1;
        }

        return groups;
    }

    private readonly record struct Group(int Start, int End)
    {
        public int Length => End - Start;
    }

    private sealed record Issuer(int Digits, int From, int To, int[] Lengths)
    {
        public bool Fits(string number) =>
            Lengths.Contains(number.Length) && int.Parse(number.AsSpan(0, Digits)) is var prefix && prefix >= From && prefix <= To;
    }
}
