using System.Text.RegularExpressions;
using Mm.Data.Pipeline;
using PhoneNumbers;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Phone numbers. Stretches of seven digits and more go to libphonenumber, region by region; what it calls valid scores by how a
/// number is written (international 0.9, grouped or with a leading zero 0.6, bare digits 0.4). A plus with 8 to 15 digits scores 0.5
/// even where no such number is assigned, and any such stretch 0.45 after a word like "phone": made-up numbers are written exactly
/// like real ones. After the model of Presidio (pattern, check, context), context words add 0.35.
/// </summary>
internal sealed class PhoneRecogniser(IReadOnlyList<string> regions) : IRecogniser
{
    private const float International = 0.9f;
    private const float Grouped = 0.6f;
    private const float Bare = 0.4f;
    private const float UnassignedPlus = 0.5f;
    private const float UnassignedInContext = 0.45f;
    private const float Context = 0.35f;

    private const int WindowCharacters = 160;
    private const int WindowStep = 120;
    private const int ExtensionCharacters = 12;
    private const int TriesMax = 24;

    // A number and what belongs to it; at most four separators between two digits.
    private static readonly Regex Stretch = new(@"[+(]{0,2}\d(?:[ ()./\-]{0,4}\d){6,}", RegexOptions.NonBacktracking);
    private static readonly Regex Plus = new(@"\+\d(?:[ ()./\-]{0,3}\d){7,14}", RegexOptions.NonBacktracking);
    private static readonly Regex Unassigned = new(@"\(?\d(?:[ ()./\-]{0,3}\d){6,14}", RegexOptions.NonBacktracking);

    private readonly PhoneNumberUtil _library = PhoneNumberUtil.GetInstance();

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Phone];

    public void Find(string text, ICollection<Finding> found)
    {
        foreach (Match stretch in Stretch.Matches(text))
        {
            for (var start = stretch.Index; start < stretch.Index + stretch.Length; start += WindowStep)
            {
                var end = Math.Min(stretch.Index + stretch.Length, start + WindowCharacters);
                foreach (var one in InWindow(text, start, end))
                    found.Add(one);
                if (end == stretch.Index + stretch.Length)
                    break;
            }
        }
    }

    private IEnumerable<Finding> InWindow(string text, int start, int end)
    {
        var (from, to) = (Math.Max(0, start - 2), Math.Min(text.Length, end + ExtensionCharacters));
        var window = text[from..to];
        var valid = regions
            .SelectMany(region => FindValid(window, region))
            .Select(match => (Start: from + match.Start, End: from + match.Start + match.Length))
            .Distinct()
            .Where(match => !PhoneContext.IsOtherNumber(text, match.Start, match.End))
            .Select(match => new Finding(match.Start, match.End, PiiTypes.Phone, Score(text, match.Start, match.End)));
        return valid.Concat(FindUnassigned(text, start, end));
    }

    private List<PhoneNumberMatch> FindValid(string window, string region)
    {
        try
        {
            return [.. _library.FindNumbers(window, region, PhoneNumberUtil.Leniency.VALID, TriesMax)];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new DetectorException($"The phone library failed on a text ({e.GetType().Name})."); // its message may quote the text
        }
    }

    private static float Score(string text, int start, int end)
    {
        var written = text.AsSpan(start, end - start);
        var shape = written[0] == '+' || written.StartsWith("00") ? International
            : written[0] == '0' || written.ContainsAnyExceptInRange('0', '9') ? Grouped
            : Bare;
        return Math.Min(1, shape + (PhoneContext.Announces(text, start) ? Context : 0));
    }

    private static IEnumerable<Finding> FindUnassigned(string text, int start, int end)
    {
        var window = text[start..end];
        foreach (Match match in Plus.Matches(window))
        {
            var at = start + match.Index;
            if (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                yield return new Finding(at, at + match.Length, PiiTypes.Phone, UnassignedPlus);
        }

        foreach (Match match in Unassigned.Matches(window))
        {
            var (from, to) = (start + match.Index, start + match.Index + match.Length);
            if (PhoneContext.Announces(text, from) && !PhoneContext.IsOtherNumber(text, from, to))
                yield return new Finding(from, to, PiiTypes.Phone, UnassignedInContext);
        }
    }
}
