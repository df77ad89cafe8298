using System.Collections.Frozen;
using System.Globalization;
using Mm.Data.Pipeline;
using PhoneNumbers;

namespace Mm.Data.Measure.Text;

/// <summary>How much the writing of digits, or a numbering plan, speaks for a phone number.</summary>
internal sealed class PhonePlan(IReadOnlyList<string> regions)
{
    private const float International = 0.75f;
    private const float UnknownCode = 0.5f;
    private const float Grouped = 0.6f;
    private const float Known = 0.45f;
    private const float AnyTenDigits = 0.3f;

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
    private static readonly FrozenSet<int> CallingCodes = Library.GetSupportedCallingCodes().ToFrozenSet();

    // North American numbers are told by their digits alone, without the library.
    private readonly bool _isAmerican = regions.Any(region => Library.GetCountryCodeForRegion(region) == 1);

    private readonly string[] _others = [.. regions.Where(region => Library.GetCountryCodeForRegion(region) != 1)];

    // Where no digit stands before the area code within the country, bare and grouped numbers begin with any digit.
    private readonly string[] _withoutTrunk =
    [
        .. regions.Where(region => Library.GetCountryCodeForRegion(region) != 1
            && string.IsNullOrEmpty(Library.GetNddPrefixForRegion(region, stripNonDigits: true))),
    ];

    /// <summary>Score in [0, 1] without context; 0: nothing speaks for it.</summary>
    public float Score(PhoneNumberForm number, PhoneBudget budget)
    {
        Span<char> digits = stackalloc char[32];
        digits = digits[..number.CopyDigits(digits)];
        if (number.IsInternational)
            return digits.Length is < 7 or > 15 ? 0 : HasCallingCode(digits) ? International : digits.Length >= 8 ? UnknownCode : 0;
        if (digits.StartsWith("00"))
            return digits.Length is >= 10 and <= 17 && HasCallingCode(digits[2..]) ? (number.GroupCount > 1 ? Grouped : AnyTenDigits) : 0;
        if (number.GroupCount == 1)
            return Neighbourhood.Before(number.Text, number.Start, isSpaced: false) is Neighbours.Joined ? 0 : Bare(digits, budget);
        return number.IsThousands ? 0
            : IsGrouped(number, digits) ? Grouped
            : _withoutTrunk.Length > 0 && digits.Length is >= 8 and <= 11 && IsValid(digits, _withoutTrunk, budget) ? Grouped
            : 0;
    }

    private float Bare(ReadOnlySpan<char> digits, PhoneBudget budget)
    {
        if (digits.Length is < 8 or > 13)
            return 0;
        if (_isAmerican && IsAmerican(digits))
            return AnyTenDigits;
        var asked = digits[0] == '0' ? _others : _withoutTrunk;
        return asked.Length > 0 && IsValid(digits, asked, budget) ? Known : 0;
    }

    // Groups as phone numbers have them and little else has.
    private static bool IsGrouped(PhoneNumberForm number, ReadOnlySpan<char> digits)
    {
        for (var i = 1; i < number.GroupCount; i++)
        {
            if (number.Length(i) is < 2 or > 8)
                return false;
        }

        if (number.Text[number.Start] == '(')
            return digits.Length is >= 7 and <= 13 && (number.Length(0) <= 3 || (number.Length(0) <= 5 && digits[0] == '0'));
        if (digits[0] == '0')
            return digits.Length is >= 9 and <= 11 && number.Length(0) is >= 2 and <= 5
                && !(number.GroupCount > 2 && number.IsPartedBy('/'));
        var first = number.GroupCount == 4 && digits[0] == '1' && number.Length(0) == 1 ? 1 : 0;
        return number.GroupCount == first + 3 && number.Length(first) == 3 && number.Length(first + 1) == 3 && number.Length(first + 2) == 4
            && !number.IsPartedBy('/');
    }

    // Area code and exchange begin with 2 to 9 (North American Numbering Plan).
    private static bool IsAmerican(ReadOnlySpan<char> digits)
    {
        var rest = digits.Length == 11 && digits[0] == '1' ? digits[1..] : digits;
        return rest.Length == 10 && rest[0] >= '2' && rest[3] >= '2';
    }

    private static bool HasCallingCode(ReadOnlySpan<char> digits)
    {
        for (var length = 1; length <= 3; length++)
        {
            if (CallingCodes.Contains(int.Parse(digits[..length], CultureInfo.InvariantCulture)))
                return true;
        }

        return false;
    }

    private static bool IsValid(ReadOnlySpan<char> digits, string[] regions, PhoneBudget budget)
    {
        if (!budget.TryTake())
            return true;
        try
        {
            foreach (var region in regions)
            {
                if (Library.IsValidNumberForRegion(Library.Parse(digits.ToString(), region), region))
                    return true;
            }

            return false;
        }
        catch (NumberParseException)
        {
            return false;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new DetectorException($"The phone library failed on a text ({e.GetType().Name})."); // its message may quote the text
        }
    }
}

/// <summary>
/// How often the library may be asked for one text: it takes some 35 microseconds a region, which a hostile text could ask for at every
/// tenth character. Afterwards what it would have been asked for counts as a number: rather too much is redacted than too little.
/// </summary>
internal sealed class PhoneBudget(int characters)
{
    private const int CallsMin = 64;
    private const int CharactersPerCall = 8192;

    private int _left = CallsMin + (characters / CharactersPerCall);

    public bool TryTake() => _left-- > 0;
}
