using System.Globalization;
using System.Text;
using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>
/// The release's README: YAML front matter that the Hugging Face hub and its <c>datasets</c> library understand, then what is inside,
/// what became of the input, what was removed and what was not looked for. Follows from the manifest alone.
/// </summary>
internal static class DatasetCard
{
    /// <summary>Licences that the hub knows by these ids; any other is <c>other</c> with its name beside it.</summary>
    private static readonly string[] KnownLicences =
        ["apache-2.0", "mit", "cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "odbl", "unknown"];

    public static byte[] Write(ReleaseManifest manifest)
    {
        var text = new StringBuilder();
        FrontMatter(text, manifest);
        Line(text, $"# {manifest.Pipeline.Name}");
        if (manifest.Pipeline.Description.Length > 0)
            Line(text, $"{manifest.Pipeline.Description}");
        Splits(text, manifest);
        Columns(text, manifest);
        Funnel(text, manifest);
        Redactions(text, manifest);
        Obfuscations(text, manifest);
        Models(text, manifest);
        Limits(text, manifest);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void FrontMatter(StringBuilder text, ReleaseManifest manifest)
    {
        var licence = manifest.Pipeline.Licence;
        var known = KnownLicences.Contains(licence.ToLowerInvariant());
        text.Append("---\n");
        text.Append(CultureInfo.InvariantCulture, $"pretty_name: {Quote(manifest.Pipeline.Name)}\n");
        text.Append(CultureInfo.InvariantCulture, $"license: {(known ? licence.ToLowerInvariant() : "other")}\n");
        if (!known)
            text.Append(CultureInfo.InvariantCulture, $"license_name: {Quote(licence)}\n");
        text.Append("configs:\n- config_name: default\n  data_files:\n");
        foreach (var split in SplitNames(manifest))
            text.Append(CultureInfo.InvariantCulture, $"  - split: {split}\n    path: {split}/*.parquet\n");
        text.Append("---\n");
    }

    private static void Splits(StringBuilder text, ReleaseManifest manifest)
    {
        Line(text, "## Inside");
        Table(text, ["split", "rows", "files", "bytes"], SplitNames(manifest).Select(split =>
        {
            var shards = manifest.Shards.Where(shard => shard.Split == split).ToList();
            return new[] { split, Number(shards.Sum(shard => shard.Rows)), Number(shards.Count), Number(shards.Sum(shard => shard.Bytes)) };
        }));
        Line(text, $"`{ReleaseManifest.FileName}` names every file with its SHA-256. `features/` holds what was measured of every sample "
            + "that entered, without media; `audit/` one event a sample and phase.");
        Line(text, $"Source `{manifest.Pipeline.Source}`, licence of the media: {manifest.Pipeline.Licence}.");
    }

    private static void Columns(StringBuilder text, ReleaseManifest manifest)
    {
        Line(text, "## Columns");
        Table(text, ["column", "type"], manifest.Schema.Select(column => new[] { $"`{column.Name}`", $"`{column.Type}`" }));
    }

    private static void Funnel(StringBuilder text, ReleaseManifest manifest)
    {
        Line(text, "## What became of the input");
        Table(text, ["phase", "entered", "kept", "dropped", "quarantined", "failed"], Enum.GetValues<Phase>().Select(phase =>
        {
            var counts = manifest.Counts.Of(phase);
            return new[]
            {
                EnumCode.Of(phase), Number(counts.Entered), Number(counts.Kept),
                Number(counts.Dropped), Number(counts.Quarantined), Number(counts.Failed),
            };
        }));
        var reasons = Enum.GetValues<Phase>().SelectMany(phase => manifest.Counts.Of(phase).Reasons.SelectMany(outcome =>
            outcome.Value.Select(reason => new[] { EnumCode.Of(phase), outcome.Key, $"`{reason.Key}`", Number(reason.Value) }))).ToList();
        if (reasons.Count > 0)
            Table(text, ["phase", "outcome", "reason", "samples"], reasons);
        if (manifest.Census.Count == 0)
            return;
        Line(text, "Files of the input that were no samples:");
        Table(text, ["reason", "files"], manifest.Census.Select(pair => new[] { $"`{pair.Key}`", Number(pair.Value) }));
    }

    private static void Redactions(StringBuilder text, ReleaseManifest manifest)
    {
        Line(text, "## What was removed");
        if (manifest.Redactions.Count == 0)
            Line(text, "No redaction was made in the samples of this release.");
        else
            Table(text, ["kind", "redactions"], manifest.Redactions.Select(pair => new[] { $"`{pair.Key}`", Number(pair.Value) }));
        Line(text, "Regions of pictures are filled solid, spans of text are replaced by typed placeholders, and every asset is encoded "
            + "anew without the metadata of its source.");
    }

    private static void Obfuscations(StringBuilder text, ReleaseManifest manifest)
    {
        if (manifest.Obfuscations.Count == 0)
            return;
        Line(text, "## What was only obfuscated");
        Table(text, ["kind", "obfuscations"], manifest.Obfuscations.Select(pair => new[] { $"`{pair.Key}`", Number(pair.Value) }));
        Line(text, "These regions were blurred or averaged, not filled: persons in them may be told again. They count as not redacted.");
    }

    private static void Models(StringBuilder text, ReleaseManifest manifest)
    {
        Line(text, "## Models");
        if (manifest.Models.Count == 0)
            Line(text, "No model took part.");
        else
            Table(text, ["model", "precision", "licence", "SHA-256"],
                manifest.Models.Select(use => new[] { use.Name, use.Precision, use.Licence, $"`{use.Digest}`" }));
    }

    private static void Limits(StringBuilder text, ReleaseManifest manifest)
    {
        Line(text, "## Limits");
        Line(text, "- Detectors miss some of what they look for. A release with no redaction of a kind is no proof that there was none.\n"
            + "- Only the kinds listed above were found and removed. What no stage of the pipeline looks for is as it was in the source.\n"
            + "- Scores are those of the models above; another model scores otherwise.\n"
            + "- The rights in the media are those that the source states; nobody checked them sample by sample.");
        Line(text, "## Check it");
        Line(text, "`mmdata verify` reads every file anew and holds it against the manifest and the events; `mmdata inspect --sample ID` "
            + "tells the way of one sample, with its proof. `audit/checkpoint` is the signed root of the ledger that this release is in; "
            + "note it elsewhere, and no later release of the same store can deny this one. "
            + $"Run `{manifest.RunKey}`, pipeline `{manifest.Pipeline.Fingerprint}`, version {manifest.ToolVersion}.");
    }

    private static IReadOnlyList<string> SplitNames(ReleaseManifest manifest) =>
        [.. ((string[])[ReleasePaths.Train, ReleasePaths.Eval]).Where(split => manifest.Shards.Any(shard => shard.Split == split))];

    private static void Table(StringBuilder text, string[] head, IEnumerable<string[]> rows)
    {
        text.Append("\n| ").AppendJoin(" | ", head).Append(" |\n|").AppendJoin('|', head.Select(_ => " --- ")).Append("|\n");
        foreach (var row in rows)
            text.Append("| ").AppendJoin(" | ", row.Select(Cell)).Append(" |\n");
    }

    private static void Line(StringBuilder text, string line) => text.Append('\n').Append(line).Append('\n');

    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A JSON string is a YAML string.</summary>
    private static string Quote(string value) => JsonSerializer.Serialize(value);
}
