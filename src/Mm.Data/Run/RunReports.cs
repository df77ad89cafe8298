using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Render;

namespace Mm.Data.Run;

/// <summary>Makes the reports of runs and keeps the last one of each run key as JSON in the state folder.</summary>
public sealed class RunReports(StateOptions state, RunCatalog catalog, OnnxModels models, CanaryPictures canaries, TimeProvider clock)
{
    private string Folder => Path.Combine(state.Folder, "reports");

    /// <summary>Reports on a run that was published or refused, and keeps the report.</summary>
    public async Task<RunReport> MakeAsync(ActiveRun run, PublishResult result, CancellationToken cancel)
    {
        var meter = run.Measuring.Meter;
        var shards = await catalog.ShardsAsync(run.Key, cancel);
        var engine = EngineCounts.Of(models).Since(run.EngineBefore);
        var report = new RunReport
        {
            RunKey = run.Key,
            Pipeline = run.Definition.Name,
            Samples = run.Plan.Samples.Count,
            Seconds = clock.GetElapsedTime(run.StartedTimestamp).TotalSeconds,
            Phases = Phases(run, shards),
            Stages = meter.Limiting is null ? [] : meter.Loads,
            LimitingStage = meter.Limiting,
            Device = models.Device,
            DeviceNote = models.DeviceNote,
            Models = engine.Graphs,
            Cache = (run.Measuring.Cache?.Report ?? new()) with { Results = engine.Results },
            Canaries =
            [
                .. run.Definition.Render.Fill.Select(rule => rule.Kind).Distinct(StringComparer.Ordinal)
                    .Select(kind => new CanaryReport(kind, run.Canaries.Of(kind), canaries.Find(kind) is not null)),
            ],
            Gates = result.Manifest.Gates,
            Jobs = shards.Count,
            BookkeepingSeconds = run.Bookkeeping.Seconds,
        };
        Directory.CreateDirectory(Folder);
        await Durable.WriteAsync(PathOf(run.Key), JsonSerializer.SerializeToUtf8Bytes(report, PipelineJson.Options), cancel);
        return report;
    }

    /// <summary>The last report of a run; null where there is none, or one of another version that cannot be read.</summary>
    public async Task<RunReport?> FindAsync(string runKey, CancellationToken cancel)
    {
        if (!runKey.All(char.IsAsciiHexDigit) || !File.Exists(PathOf(runKey)))
            return null;
        try
        {
            return JsonSerializer.Deserialize<RunReport>(await File.ReadAllBytesAsync(PathOf(runKey), cancel), PipelineJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PathOf(string runKey) => Path.Combine(Folder, runKey + ".json");

    private static IReadOnlyList<PhaseTime> Phases(ActiveRun run, IReadOnlyList<ShardRecord> shards) =>
    [
        new PhaseTime("plan", run.PlanSeconds),
        .. shards.Where(shard => shard is { StartedMs: not null, EndedMs: not null })
            .GroupBy(shard => shard.Phase)
            .OrderBy(phase => phase.Key)
            .Select(phase => new PhaseTime(EnumCode.Of(phase.Key), Seconds([.. phase]))),
    ];

    private static double Seconds(IReadOnlyList<ShardRecord> shards) =>
        (shards.Max(shard => shard.EndedMs!.Value) - shards.Min(shard => shard.StartedMs!.Value)) / 1000.0;
}
