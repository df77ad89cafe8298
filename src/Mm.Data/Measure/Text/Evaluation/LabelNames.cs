using System.Collections.Frozen;

namespace Mm.Data.Measure.Text.Evaluation;

/// <summary>How data sets name what the analyser finds, and which of its types a wide label takes in.</summary>
internal static class LabelNames
{
    /// <summary>A label for any number or code that stands for somebody.</summary>
    public const string AnyIdentifier = "ID";

    // Names of presidio-research, its templates and LifeBench.
    private static readonly FrozenDictionary<string, string> Ours = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["PHONE_NUMBER"] = PiiTypes.Phone,
        ["CREDIT_CARD"] = PiiTypes.Card,
        ["CREDIT_CARD_NUMBER"] = PiiTypes.Card,
        ["IBAN_CODE"] = PiiTypes.Iban,
        ["EMAIL_ADDRESS"] = PiiTypes.Email,
        ["SSN"] = "US_SSN",
        ["CRYPTO"] = PiiTypes.Wallet,
        ["NAME"] = "PERSON",
        ["FIRST_NAME"] = "PERSON",
        ["LAST_NAME"] = "PERSON",
        ["STREET_ADDRESS"] = "ADDRESS",
        ["ZIP_CODE"] = "ADDRESS",
        ["GPE"] = "LOCATION",
        ["LOC"] = "LOCATION",
        ["CITY"] = "LOCATION",
        ["COUNTRY"] = "LOCATION",
        ["ORG"] = "ORGANIZATION",
        ["PREFIX"] = "TITLE",
        ["NATIONALITY"] = "NRP",
        ["DATE"] = "DATE_TIME",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Types of which one is found where a data set has the other.
    private static readonly FrozenDictionary<string, string> Wider = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ADDRESS"] = "LOCATION",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NoIdentifiers =
        new[]
        {
            PiiTypes.Email, PiiTypes.Phone, PiiTypes.DateOfBirth, PiiTypes.Coordinates, "PERSON", "ADDRESS", "LOCATION", "ORGANIZATION",
            "TITLE", "NRP",
            "DATE_TIME", "AGE",
        }.ToFrozenSet(StringComparer.Ordinal);

    // What names nobody by itself: many data sets leave it unmarked on purpose.
    private static readonly FrozenSet<string> Unmarked =
        new[] { "DATE_TIME", "AGE", "NRP", "TITLE", "LOCATION", "ORGANIZATION" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether findings of a type count in a data set with these labels: not where it marks none of what names nobody.</summary>
    public static bool Counts(IReadOnlySet<string> labels, string type) => labels.Contains(type) || !Unmarked.Contains(type);

    /// <summary>Our type for a label, or the label itself.</summary>
    public static string Of(string label) => Ours.GetValueOrDefault(label, label.ToUpperInvariant());

    /// <summary>The type under which a finding counts in a data set with these labels.</summary>
    public static string In(IReadOnlySet<string> labels, string type) =>
        labels.Contains(type) ? type
        : Wider.TryGetValue(type, out var wider) && labels.Contains(wider) ? wider
        : labels.Contains(AnyIdentifier) && !NoIdentifiers.Contains(type) ? AnyIdentifier
        : type;
}
