using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>Whether the manifest's counts are those that follow from the events.</summary>
internal static class ManifestAgreement
{
    public static IEnumerable<Finding> Check(ReleaseManifest manifest, Ledger ledger)
    {
        if (manifest.Ledger.Events != ledger.Tree.Count || manifest.Audit.Sum(file => file.Events) != ledger.Tree.Count)
            yield return new Finding("counts-differ", ReleasePaths.Audit, "The stated numbers of events do not add up.");

        var counts = ledger.Counts();
        foreach (var phase in Enum.GetValues<Phase>())
        {
            var stated = manifest.Counts.Of(phase);
            if (!stated.Conserved)
                yield return new Finding("not-conserved", EnumCode.Of(phase), "Entered is not kept + dropped + quarantined + failed.");
            if (!Same(stated, counts.Of(phase)))
                yield return new Finding("counts-differ", EnumCode.Of(phase), "The manifest's counts are not those of the events.");
        }

        if (!Same(manifest.Redactions, ledger.Redactions()) || !Same(manifest.Obfuscations, ledger.Obfuscations()))
            yield return new Finding("redactions-differ", ReleaseManifest.FileName, "Its redactions are not those of the events.");
        foreach (var gate in manifest.Gates.Where(gate => !gate.Passed))
            yield return new Finding("gate-failed", gate.Name, $"It is {gate.Value}, {gate.Asked}.");
        if (manifest.Gates.Any(gate => gate.Name == "kept-min" && gate.Value != counts.Render.Kept))
            yield return new Finding("gate-differs", "kept-min", "Its value is not the number of samples kept.");
    }

    private static bool Same(PhaseCounts stated, PhaseCounts actual) =>
        stated with { Reasons = actual.Reasons } == actual
        && stated.Reasons.Count == actual.Reasons.Count
        && stated.Reasons.All(pair => actual.Reasons.TryGetValue(pair.Key, out var reasons) && Same(pair.Value, reasons));

    private static bool Same(IReadOnlyDictionary<string, long> stated, IReadOnlyDictionary<string, long> actual) =>
        stated.Count == actual.Count && stated.All(pair => actual.TryGetValue(pair.Key, out var count) && count == pair.Value);
}
