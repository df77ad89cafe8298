using System.Globalization;
using System.Text.Json.Nodes;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>
/// The release in the terms of Croissant's extension for responsible AI (RAI 1.0): where the samples come from, what became of them, what
/// was removed, which models said so, and what nobody looked at. Follows from the manifest alone.
/// </summary>
internal static class CroissantRai
{
    public const string Version = "http://mlcommons.org/croissant/RAI/1.0";

    public const string Vocabulary = "http://mlcommons.org/croissant/RAI/";

    /// <summary>Adds the members to the dataset's object.</summary>
    public static void Write(JsonObject dataset, ReleaseManifest manifest)
    {
        dataset["rai:dataCollection"] = Invariant(
            $"{manifest.Counts.Measure.Entered} samples of the source {manifest.Pipeline.Source}, as listed; none was collected for this.");
        dataset["rai:dataCollectionMissingData"] = List(
        [
            Invariant($"{manifest.Counts.Measure.Failed} samples could not be decoded, and are left out."),
            .. manifest.Census.Select(pair => Invariant($"{pair.Value} files of the input were no samples: {pair.Key}.")),
        ]);
        dataset["rai:dataPreprocessingProtocol"] = List(Enum.GetValues<Phase>().Select(phase => Funnel(phase, manifest.Counts.Of(phase))));
        dataset["rai:dataManipulationProtocol"] = List(
        [
            "Regions of pictures are filled solid, spans of text replaced by typed placeholders, and every asset is encoded anew without "
                + "the metadata of its source.",
            .. manifest.Obfuscations.Select(pair => Invariant($"{pair.Value} regions were blurred or averaged only: {pair.Key}.")),
        ]);
        dataset["rai:machineAnnotationTools"] = List(
            manifest.Models.Select(use => $"{use.Name} ({use.Precision}, {use.Licence}), SHA-256 {use.Digest}"));
        dataset["rai:personalSensitiveInformation"] = List(
        [
            .. manifest.Redactions.Select(pair => Invariant($"{pair.Value} redactions: {pair.Key}.")),
            "Detectors miss some of what they look for, and kinds that no stage looks for are as they were in the source.",
        ]);
        dataset["rai:dataBiases"] = List(
        [
            .. Left(manifest),
            "What these rules leave out, they leave out of some groups, places and languages more than of others.",
        ]);
        dataset["rai:dataLimitations"] = List(
        [
            "Scores are those of the models named; another model scores otherwise.",
            "The rights in the media are those that the source states; nobody checked them sample by sample.",
        ]);
        dataset["rai:dataUseCases"] =
            "Training of models on media with text; the split eval is held out, with all near-duplicates of its samples.";
        dataset["rai:dataReleaseMaintenancePlan"] =
            "A release never changes. Rows that may no longer be used are revoked by lists beside it, which readers and exports leave out.";
    }

    private static string Funnel(Phase phase, PhaseCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{EnumCode.Of(phase)}: {counts.Entered} entered, {counts.Kept} kept, {counts.Dropped} dropped, {counts.Quarantined} quarantined, "
        + $"{counts.Failed} failed.");

    private static IEnumerable<string> Left(ReleaseManifest manifest) =>
        from outcome in manifest.Counts.Select.Reasons
        from reason in outcome.Value
        select Invariant($"{reason.Value} samples {outcome.Key} by the rule {reason.Key}.");

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
