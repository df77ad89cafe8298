using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Identifiers of people and entities in no one country.</summary>
internal static class International
{
    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "ORCID",
            Country = "",
            Name = "Open Researcher and Contributor ID",
            Validation = Validation.Checksum,
            Shapes = ["9999-9999-9999-999X"],
            Check = s => s.Length == 16 && s.StartsWith("000") && IsNumber(s[..15], 15) && (s[15] == 'X' || AreDigits(s[15..]))
                && Mod11And2(s),
            Context = ["orcid"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "LEI",
            Country = "",
            Name = "Legal entity identifier (ISO 17442)",
            Validation = Validation.Checksum,
            Shapes = ["XXXXXXXXXXXXXXXXXX99"],
            Check = s => s.Length == 20 && AreDigits(s[18..]) && s.ContainsAnyExcept(s[0]) && Mod97(s) == 1,
            Context = ["lei", "legal entity"],
            NeedsContext = true,
        },
    ];
}
