using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Measure.Text;

/// <summary>Every recogniser that is built in.</summary>
internal static class Recognisers
{
    private static readonly IReadOnlyList<IdentifierRule> Rules = [.. GeneralRules.All, .. IdentifierRules.All];

    /// <summary>The types that the built-in recognisers find, in order.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. All(Rules, ["US"]).SelectMany(recogniser => recogniser.Types).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The countries whose identifiers are known, as ISO 3166 codes, in order.</summary>
    public static IReadOnlyList<string> Countries { get; } =
        [.. Rules.Select(rule => rule.Country).Where(country => country.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>All of them, or only those of the chosen types.</summary>
    /// <param name="types">Types to look for; none means all.</param>
    /// <param name="countries">Countries whose identifiers are looked for; none means all.</param>
    /// <param name="regions">Regions (ISO 3166) whose national phone numbers are recognised.</param>
    public static IReadOnlyList<IRecogniser> Create(
        IReadOnlyCollection<string> types, IReadOnlyCollection<string> countries, IReadOnlyList<string> regions)
    {
        IdentifierRule[] rules =
        [
            .. Rules.Where(rule => (types.Count == 0 || types.Contains(rule.Type))
                && (countries.Count == 0 || rule.Country.Length == 0 || countries.Contains(rule.Country))),
        ];
        return [.. All(rules, regions).Where(recogniser => types.Count == 0 || recogniser.Types.Any(types.Contains))];
    }

    private static IEnumerable<IRecogniser> All(IReadOnlyList<IdentifierRule> rules, IReadOnlyList<string> regions) =>
    [
        new EmailRecogniser(),
        new SpelledEmailRecogniser(),
        new PhoneRecogniser(regions),
        new CardRecogniser(),
        new IbanRecogniser(),
        new NetworkRecogniser(),
        new CoordinateRecogniser(),
        new DateOfBirthRecogniser(),
        new WalletRecogniser(),
        new SecretRecogniser(),
        new PasswordRecogniser(),
        new IdentifierRecogniser(rules),
    ];
}
