namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Every official identifier that is looked for; docs/identifiers.md lists them.</summary>
internal static class IdentifierRules
{
    public static IReadOnlyList<IdentifierRule> All { get; } =
    [
        .. International.Rules,
        .. UnitedStates.Rules, .. Canada.Rules, .. Mexico.Rules, .. CentralAmerica.Rules, .. Brazil.Rules, .. SouthernCone.Rules,
        .. Andes.Rules,
        .. BritishIsles.Rules, .. Germany.Rules, .. Alps.Rules, .. France.Rules, .. Benelux.Rules, .. Spain.Rules, .. Portugal.Rules,
        .. Italy.Rules, .. Nordics.Rules, .. Baltics.Rules, .. Poland.Rules, .. CentralEurope.Rules, .. EasternBalkans.Rules,
        .. Adriatic.Rules, .. Aegean.Rules, .. EasternEurope.Rules,
        .. MiddleEast.Rules, .. SouthAsia.Rules, .. China.Rules, .. JapanKorea.Rules, .. SoutheastAsia.Rules, .. Oceania.Rules,
        .. Africa.Rules,
        .. Passports.Rules,
    ];
}
