namespace Mm.Data.Measure.Text;

/// <summary>
/// Phone numbers by how they are written, because made-up and foreign ones are written exactly like those that are assigned:
/// international (0.75), in the groups of a phone number (0.6), bare digits that a numbering plan knows (0.45, or 0.3 where that is
/// every second number). After the model of Presidio (pattern, check, context) a word like "call" near by adds 0.35 and admits any
/// grouping; a word like "order" takes all but the international ones out. libphonenumber is asked where the writing does not tell.
/// </summary>
/// <param name="regions">Regions (ISO 3166) whose national numbers are recognised in bare digits.</param>
internal sealed class PhoneRecogniser(IReadOnlyList<string> regions) : IRecogniser
{
    private const float Context = 0.35f;
    private const float AnyGrouping = 0.15f;
    private const float AsOther = 0.3f;
    private const float International = 0.75f;
    private const int DigitsMin = 6;
    private const int DigitsMax = 17;

    private readonly PhonePlan _plan = new(regions);

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Phone];

    public bool NeedsDigit => true;

    public void Find(string text, ICollection<Finding> found)
    {
        var library = new PhoneBudget(text.Length);
        var stretch = new PhoneStretch(text);
        while (stretch.MoveNext())
        {
            for (var first = 0; first < stretch.Count;)
            {
                var last = stretch.MayBegin(first) ? Longest(stretch, first, library, found) : -1;
                first = last >= 0 ? last + 1 : first + 1;
            }
        }
    }

    // The last group of the longest number from this group on, or -1.
    private int Longest(PhoneStretch stretch, int first, PhoneBudget library, ICollection<Finding> found)
    {
        PhoneContext? context = null;
        for (var last = stretch.LastOf(first, DigitsMax); last >= first && stretch.DigitCount(first, last) >= DigitsMin; last--)
        {
            var number = stretch.Number(first, last);
            if (!number.IsFree)
                continue;
            context ??= PhoneContexts.Before(stretch.Text, number.Start);
            // Rows of digits are rarely announced, so that most of what they could be needs no closer look.
            var announced = IsAnnounced(number, context.Value);
            if ((number.IsBeside && !announced) || number.IsOther)
                continue;
            var shape = _plan.Score(number, library);
            if (shape == 0 && number.GroupCount == 1 && number.DigitCount == DigitsMin)
                continue;
            var score = announced
                ? Math.Min(1, Math.Max(shape, AnyGrouping) + Context)
                : context == PhoneContext.Denies && shape < International ? Math.Min(shape, AsOther) : shape;
            if (score <= 0)
                continue;
            found.Add(new Finding(number.Start, number.End, PiiTypes.Phone, score));
            return last;
        }

        return -1;
    }

    private static bool IsAnnounced(PhoneNumberForm number, PhoneContext before) =>
        before == PhoneContext.Announces || (before == PhoneContext.None && PhoneContexts.Follows(number.Text, number.End));
}
