using System.Reflection;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Publish;

/// <summary>Takes stock of a staging folder: digests, counts from the audit events, and whether rows and events agree.</summary>
internal static class ReleaseBuilder
{
    /// <summary>The version that stands in the manifests of releases made by this code.</summary>
    public static string ToolVersion { get; } =
        typeof(ReleaseBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The manifest without documents and ledger, its events, and everything that does not add up.</summary>
    /// <exception cref="EnvironmentException">A file is damaged.</exception>
    public static async Task<(ReleaseManifest Manifest, Ledger Ledger, IReadOnlyList<Finding> Findings)> BuildAsync(
        ReleaseDraft draft, CancellationToken cancel)
    {
        var folder = draft.StagingFolder;
        var paths = Stock(folder);
        var findings = new List<Finding>(paths.Where(path => Kind(path) is null)
            .Select(path => new Finding("file-extra", path, "No file of a release has this name.")));
        var digesting = FileDigest.AllAsync(folder, paths, cancel); // the longest part, beside the rest
        var ledger = await ReadLedgerAsync(folder, Of(paths, ReleasePaths.Audit), cancel);
        findings.AddRange(ledger.Check());

        var agreement = new RowAgreement(ledger);
        string[] samples = [.. Of(paths, ReleasePaths.Eval), .. Of(paths, ReleasePaths.Train)];
        var rows = await RowsAsync(folder, samples, agreement, cancel);
        var features = Of(paths, ReleasePaths.Features);
        var featureRows = await FeatureRowsAsync(folder, features, agreement, cancel);
        findings.AddRange(agreement.Finish());

        var counts = ledger.Counts();
        counts = counts with { Measure = counts.Measure with { Entered = draft.Entered } };
        findings.AddRange(Enum.GetValues<Phase>().Where(phase => !counts.Of(phase).Conserved).Select(phase => new Finding(
            "not-conserved", EnumCode.Of(phase), "Entered is not kept + dropped + quarantined + failed.")));
        var digests = await digesting;
        var manifest = new ReleaseManifest
        {
            Format = ReleaseManifest.CurrentFormat,
            ToolVersion = ToolVersion,
            Pipeline = Use(draft),
            InputDigest = draft.InputDigest,
            RunKey = draft.RunKey,
            Shards = [.. samples.Select(path => Shard(digests[path], rows[path]))],
            Features = [.. features.Select(path => new RowsFile(path, digests[path].Bytes, digests[path].Sha256, featureRows[path]))],
            Audit =
            [
                .. Of(paths, ReleasePaths.Audit)
                    .Select(path => new EventsFile(path, digests[path].Bytes, digests[path].Sha256, ledger.EventsByFile[path])),
            ],
            Documents = [],
            Models = [.. draft.Models.Distinct().OrderBy(model => model.Name, StringComparer.Ordinal)],
            Schema = SampleFile.Columns(new SampleLayout(draft.Scores, draft.Pipeline.Source.Documents is not null)),
            Counts = counts,
            Census = new SortedDictionary<string, long>(draft.Census.ToDictionary(), StringComparer.Ordinal),
            Redactions = ledger.Redactions(),
            RedactionKey = draft.RedactionKey,
            Obfuscations = ledger.Obfuscations(),
            Ledger = LedgerPlace.None,
            Gates = [.. Gates(draft.Pipeline.Publish.KeptMin, counts), .. draft.Gates],
        };
        return (manifest, ledger, findings);
    }

    /// <summary>The conditions of a release, from the pipeline's options and the counts alone.</summary>
    public static IReadOnlyList<Gate> Gates(int keptMin, ReleaseCounts counts) => [new Gate("kept-min", counts.Render.Kept, keptMin)];

    /// <summary>All files but those that a publication that died left: it starts anew.</summary>
    private static IReadOnlyList<string> Stock(string folder)
    {
        foreach (var path in ReleasePaths.Files(folder).Where(path => path.EndsWith(Durable.TemporarySuffix, StringComparison.Ordinal)))
            File.Delete(Path.Combine(folder, path));
        string[] ours =
            [ReleaseManifest.FileName, ReleasePaths.Card, ReleasePaths.Croissant, ReleasePaths.Pipeline, ReleasePaths.Evaluation];
        foreach (var path in ReleasePaths.Files(folder).Where(ReleasePaths.IsOfLedger))
            File.Delete(Path.Combine(folder, path));
        return [.. ReleasePaths.Files(folder).Where(path => !ours.Contains(path))];
    }

    private static string? Kind(string path) => path.Split('/') switch
    {
        [ReleasePaths.Train or ReleasePaths.Eval or ReleasePaths.Features, var name]
            when name.EndsWith(".parquet", StringComparison.Ordinal) => path[..path.IndexOf('/')],
        [ReleasePaths.Audit, var name] when name.EndsWith(".jsonl", StringComparison.Ordinal) => ReleasePaths.Audit,
        _ => null,
    };

    private static IReadOnlyList<string> Of(IReadOnlyList<string> paths, string kind) => [.. paths.Where(path => Kind(path) == kind)];

    private static PipelineUse Use(ReleaseDraft draft)
    {
        var pipeline = draft.Pipeline;
        return new PipelineUse(pipeline.Name, pipeline.Fingerprint, pipeline.Description, pipeline.Source.Name, pipeline.Source.Licence);
    }

    private static async Task<Ledger> ReadLedgerAsync(string folder, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        try
        {
            return await Ledger.ReadAsync(folder, paths, cancel);
        }
        catch (FormatException e)
        {
            throw new EnvironmentException($"An audit file in staging is damaged: {e.Message} Delete the staging folder and run again.", e);
        }
    }

    private static ShardFile Shard(ReleaseFile file, long rows) =>
        new(file.Path, file.Bytes, file.Sha256, file.Path[..file.Path.IndexOf('/')], rows);

    private static async Task<Dictionary<string, long>> RowsAsync(
        string folder, IReadOnlyList<string> paths, RowAgreement agreement, CancellationToken cancel)
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            rows[path] = 0;
            var split = path[..path.IndexOf('/')];
            await foreach (var id in SampleFile.ReadIdsAsync(Path.Combine(folder, path), cancel))
            {
                agreement.AddRow(id, split, path);
                rows[path]++;
            }
        }

        return rows;
    }

    private static async Task<Dictionary<string, long>> FeatureRowsAsync(
        string folder, IReadOnlyList<string> paths, RowAgreement agreement, CancellationToken cancel)
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var table = await FeatureFile.ReadAsync(Path.Combine(folder, path), _ => false, cancel); // ids and verdicts alone
            foreach (var row in table.Rows)
                agreement.AddFeatures(row, null, path);
            rows[path] = table.Rows.Count;
        }

        return rows;
    }
}
