using System.Reflection;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Publish;

/// <summary>Takes stock of a staging folder: digests, counts from the audit events, and whether rows and events agree.</summary>
internal static class ReleaseBuilder
{
    /// <summary>The manifest without documents, and everything that does not add up.</summary>
    /// <exception cref="EnvironmentException">A file is damaged.</exception>
    public static async Task<(ReleaseManifest Manifest, IReadOnlyList<Finding> Findings)> BuildAsync(
        ReleaseDraft draft, CancellationToken cancel)
    {
        var folder = draft.StagingFolder;
        var paths = Stock(folder);
        var findings = new List<Finding>(paths.Where(path => Kind(path) is null)
            .Select(path => new Finding("file-extra", path, "No file of a release has this name.")));
        var ledger = await ReadLedgerAsync(folder, Of(paths, ReleasePaths.Audit), cancel);
        findings.AddRange(ledger.Check());

        var agreement = new RowAgreement(ledger);
        var shards = new List<ShardFile>();
        foreach (var path in (string[])[.. Of(paths, ReleasePaths.Eval), .. Of(paths, ReleasePaths.Train)])
            shards.Add(await ShardAsync(folder, path, agreement, cancel));
        var features = new List<RowsFile>();
        foreach (var path in Of(paths, ReleasePaths.Features))
            features.Add(await FeaturesAsync(folder, path, agreement, cancel));
        findings.AddRange(agreement.Finish());

        var counts = ledger.Counts();
        counts = counts with { Measure = counts.Measure with { Entered = draft.Entered } };
        findings.AddRange(Enum.GetValues<Phase>().Where(phase => !counts.Of(phase).Conserved).Select(phase => new Finding(
            "not-conserved", EnumCode.Of(phase), "Entered is not kept + dropped + quarantined + failed.")));
        var manifest = new ReleaseManifest
        {
            Format = ReleaseManifest.CurrentFormat,
            ToolVersion = typeof(ReleaseBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Pipeline = Use(draft),
            InputDigest = draft.InputDigest,
            RunKey = draft.RunKey,
            Shards = shards,
            Features = features,
            Audit = await EventsAsync(folder, Of(paths, ReleasePaths.Audit), cancel),
            Documents = [],
            Models = [.. draft.Models.Distinct().OrderBy(model => model.Name, StringComparer.Ordinal)],
            Schema = SampleFile.Columns(draft.Scores),
            Counts = counts,
            Census = new SortedDictionary<string, long>(draft.Census.ToDictionary(), StringComparer.Ordinal),
            Redactions = ledger.Redactions(),
            Ledger = ledger.Head,
            Gates = Gates(draft.Pipeline.Publish.KeptMin, counts),
        };
        return (manifest, findings);
    }

    /// <summary>The conditions of a release, from the pipeline's options and the counts alone.</summary>
    public static IReadOnlyList<Gate> Gates(int keptMin, ReleaseCounts counts) => [new Gate("kept-min", counts.Render.Kept, keptMin)];

    /// <summary>All files but those that a publication that died left: it starts anew.</summary>
    private static IReadOnlyList<string> Stock(string folder)
    {
        foreach (var path in ReleasePaths.Files(folder).Where(path => path.EndsWith(Durable.TemporarySuffix, StringComparison.Ordinal)))
            File.Delete(Path.Combine(folder, path));
        string[] ours = [ReleaseManifest.FileName, ReleasePaths.Card, ReleasePaths.Croissant];
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

    private static async Task<ShardFile> ShardAsync(string folder, string path, RowAgreement agreement, CancellationToken cancel)
    {
        long rows = 0;
        var split = path[..path.IndexOf('/')];
        await foreach (var id in SampleFile.ReadIdsAsync(Path.Combine(folder, path), cancel))
        {
            agreement.AddRow(id, split, path);
            rows++;
        }

        var file = await FileDigest.OfAsync(folder, path, cancel);
        return new ShardFile(path, file.Bytes, file.Sha256, split, rows);
    }

    private static async Task<RowsFile> FeaturesAsync(string folder, string path, RowAgreement agreement, CancellationToken cancel)
    {
        var table = await FeatureFile.ReadAsync(Path.Combine(folder, path), cancel);
        foreach (var row in table.Rows)
            agreement.AddFeatures(row, path);
        var file = await FileDigest.OfAsync(folder, path, cancel);
        return new RowsFile(path, file.Bytes, file.Sha256, table.Rows.Count);
    }

    private static async Task<IReadOnlyList<EventsFile>> EventsAsync(string folder, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var files = new List<EventsFile>();
        foreach (var path in paths)
        {
            var events = await AuditFile.ReadAsync(Path.Combine(folder, path), cancel).LongCountAsync(cancel);
            var file = await FileDigest.OfAsync(folder, path, cancel);
            files.Add(new EventsFile(path, file.Bytes, file.Sha256, events));
        }

        return files;
    }
}
