using System.Text;
using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Storage;

namespace Mm.Data.Run;

/// <summary>What became of one sample of an export. <paramref name="File"/> is null where the original is not to be found.</summary>
public sealed record ExportedSample(
    string Id, string Pipeline, string Phase, string Stage, string Reason, int Tries, string AssetSha256, string? File, string? Why);

/// <summary>
/// Copies the originals of samples in quarantine into a folder for a person to look at, with a report. Files are named by the samples' ids:
/// names of the source may tell who is in a picture.
/// </summary>
public sealed class QuarantineExport(RunCatalog catalog, StageCatalog stages, Stores stores, IDocuments documents)
{
    public const string ReportName = "report.json";
    public const string NoteName = "README.md";

    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Note = """
        # Samples in quarantine

        The files here are the originals, as the source holds them. Nothing was redacted: whoever may not see the source may not see them.
        Some ended, held up or filled the program that opened them. Treat them as hostile: open them on a machine that holds nothing else.

        | sample | pipeline | phase | reason | tries | file |
        | --- | --- | --- | --- | --- | --- |

        """;

    /// <exception cref="ConfigurationException">The folder is there and not empty.</exception>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public async Task<IReadOnlyList<ExportedSample>> WriteAsync(
        IReadOnlyList<QuarantineRecord> records, string folder, CancellationToken cancel)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new ConfigurationException($"{folder} is there already and not empty. Name a folder that does not exist yet.");
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, Mine); // what was not redacted is nobody else's to see
        var exported = new List<ExportedSample>();
        foreach (var run in records.GroupBy(record => record.RunKey, StringComparer.Ordinal))
        {
            var (plan, why) = await PlanAsync(run.Key, cancel);
            foreach (var record in run)
                exported.Add(plan is null ? Told(record, null, why) : await CopyAsync(record, plan, folder, cancel));
        }

        exported.Sort((one, other) => string.CompareOrdinal($"{one.Pipeline} {one.Id}", $"{other.Pipeline} {other.Id}"));
        await Durable.WriteAsync(
            Path.Combine(folder, ReportName), JsonSerializer.SerializeToUtf8Bytes(exported, PipelineJson.Options), cancel);
        var lines = exported.Select(one =>
            $"| {one.Id} | {one.Pipeline} | {one.Phase} | {one.Reason} | {one.Tries} | {one.File ?? one.Why} |\n");
        await Durable.WriteAsync(Path.Combine(folder, NoteName), Encoding.UTF8.GetBytes(Note + string.Concat(lines)), cancel);
        return exported;
    }

    /// <summary>The run's plan, made again from what its command said: where things lie is written down nowhere.</summary>
    private async Task<(RunPlan? Plan, string? Why)> PlanAsync(string runKey, CancellationToken cancel)
    {
        if (await catalog.RunAsync(runKey, cancel) is not { } run
            || JsonSerializer.Deserialize<RunRequest>(run.RequestJson) is not { } request)
            return (null, "its run is not in the catalog any more");
        try
        {
            var definition = PipelineFile.Load(request.PipelinePath, stages, request.Overrides);
            var source = await SourceOpener.OpenAsync(stores.FilesOf(request.Input), request.Input, definition.Source, cancel);
            var taken = RunSources.TakingApart(source, definition.Source, documents);
            return (await Planner.PlanAsync(taken, definition.Shards, cancel), null);
        }
        catch (Exception e) when (e is ConfigurationException or EnvironmentException)
        {
            return (null, "pipeline file or input of its run cannot be read any more"); // not the message: it could name files
        }
    }

    private static async Task<ExportedSample> CopyAsync(
        QuarantineRecord record, RunPlan plan, string folder, CancellationToken cancel)
    {
        PlannedSample sample;
        try
        {
            sample = plan.Find(record.SampleId);
        }
        catch (KeyNotFoundException)
        {
            return Told(record, null, "not in the input any more");
        }

        var extension = Path.GetExtension(sample.Entry.Key).TrimStart('.').ToLowerInvariant();
        var name = $"{sample.Id}.{(MediaNames.IsAsset(extension) ? extension : "bin")}";
        await Durable.WriteAsync(Path.Combine(folder, name), CopyToAsync, cancel);
        if (await sample.Entry.ReadCaptionAsync(cancel) is { Length: > 0 } caption)
            await Durable.WriteAsync(Path.Combine(folder, sample.Id + ".txt"), Encoding.UTF8.GetBytes(caption), cancel);
        return Told(record, name, null);

        async Task CopyToAsync(Stream to)
        {
            await using var asset = await sample.Entry.OpenAssetAsync(cancel);
            await asset.CopyToAsync(to, cancel);
        }
    }

    private static ExportedSample Told(QuarantineRecord record, string? file, string? why) => new(
        record.SampleId, record.Pipeline, EnumCode.Of(record.Phase), record.Stage, record.Reason, record.Tries, record.AssetSha256, file,
        why);
}
