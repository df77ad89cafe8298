namespace Mm.Data.Measure.Text;

/// <summary>Every recogniser that is built in.</summary>
internal static class Recognisers
{
    /// <summary>All of them, or only those of the chosen types.</summary>
    /// <param name="types">Types to look for; none means all.</param>
    /// <param name="regions">Regions (ISO 3166) whose national phone numbers are recognised.</param>
    public static IReadOnlyList<IRecogniser> Create(IReadOnlyCollection<string> types, IReadOnlyList<string> regions) =>
    [
        .. All(regions).Where(recogniser => types.Count == 0 || recogniser.Types.Any(types.Contains)),
    ];

    /// <summary>The types that the built-in recognisers find, in order.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. All(["US"]).SelectMany(recogniser => recogniser.Types).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<IRecogniser> All(IReadOnlyList<string> regions) =>
    [
        new EmailRecogniser(),
        new PhoneRecogniser(regions),
        new CardRecogniser(),
        new IbanRecogniser(),
        new NetworkRecogniser(PiiTypes.UrlCredentials),
        new NetworkRecogniser(PiiTypes.IpAddress),
        new NetworkRecogniser(PiiTypes.MacAddress),
    ];
}
