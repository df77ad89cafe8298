using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Access;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Run;

namespace Mm.Data.App.Bench;

/// <summary>A catalog of made-up runs, shards and samples in quarantine, and one run whose release is there.</summary>
internal sealed class MadeCatalog(StateOptions state, int runs, int shardsARun, int quarantined)
{
    public const int Schedules = 100;
    public const long Begin = 1_767_225_600_000; // the first day of 2026

    private const int AtOnce = 5000;
    private const int WindowsEach = 500;
    private const int Keys = 200;
    private const int Workers = 40;
    private const int Minute = 60_000;
    private const long SilentNever = 100_000_000L * Minute; // the service strikes out who is silent

    private static readonly string[] Reasons = ["decode.truncated", "render.still-detected", "decode.timeout", "decode.crashed"];

    /// <param name="published">Key and folder of the run with a release.</param>
    /// <param name="samples">Samples of that run.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task FillAsync((string Key, string Output) published, long samples, CancellationToken cancel)
    {
        var database = await CatalogDatabase.OpenAsync(state, cancel);
        for (var run = 0; run < runs; run++)
        {
            await using var context = database.CreateDbContext();
            var isPublished = run == runs - 1;
            var key = isPublished ? published.Key : Key(run);
            context.Runs.Add(new RunRecord
            {
                Key = key,
                Pipeline = $"pipeline-{run % 12}",
                RequestJson = "{}",
                Output = isPublished ? published.Output : $"/releases/{run}",
                State = isPublished ? RunState.Published : run % 9 == 0 ? RunState.Failed : RunState.Published,
                Phase = RunPhase.Done,
                Samples = isPublished ? samples : shardsARun * 256L,
                StartedMs = Begin + (run * (long)Minute),
                EndedMs = Begin + (run * (long)Minute) + (30 * Minute),
                Error = run % 9 == 0 && !isPublished ? "The disk is full." : null,
            });
            context.Shards.AddRange(Enumerable.Range(0, shardsARun).Select(shard => Shard(key, shard)));
            await context.SaveChangesAsync(cancel);
        }

        await FillRestAsync(database, cancel);
        foreach (var chunk in Enumerable.Range(0, quarantined).Chunk(AtOnce))
        {
            await using var context = database.CreateDbContext();
            context.Quarantine.AddRange(chunk.Select(sample => new QuarantineRecord
            {
                Pipeline = $"pipeline-{sample % 12}",
                SampleId = Key(sample),
                Phase = Phase.Render,
                Stage = "render",
                Reason = Reasons[sample % Reasons.Length],
                AssetSha256 = Key(sample),
                RunKey = Key(sample % runs),
            }));
            await context.SaveChangesAsync(cancel);
        }
    }

    public static string Schedule(int number) => string.Create(CultureInfo.InvariantCulture, $"schedule-{number:000}");

    /// <summary>Schedules with their windows, API keys, workers.</summary>
    private static async Task FillRestAsync(CatalogDatabase database, CancellationToken cancel)
    {
        for (var schedule = 0; schedule < Schedules; schedule++)
        {
            await using var context = database.CreateDbContext();
            context.Schedules.Add(new ScheduleRecord
            {
                Name = Schedule(schedule),
                Pipeline = $"pipeline-{schedule % 12}",
                RequestJson = JsonSerializer.Serialize(new RunRequest
                {
                    PipelinePath = "made-up.yaml",
                    Input = "/input",
                    Output = $"/releases/{Schedule(schedule)}",
                }),
                Output = $"/releases/{Schedule(schedule)}",
                Cron = "30 2 * * *",
                Zone = "Europe/Berlin",
                IsPaused = true, // or the service that is measured would run it
            });
            context.Windows.AddRange(Enumerable.Range(0, WindowsEach).Select(window => new WindowRecord
            {
                Schedule = Schedule(schedule),
                StartMs = Begin + (window * (long)Minute),
                State = window % 7 == 0 ? WindowState.Empty : WindowState.Published,
                RunKey = Key(window),
                Samples = window,
                EndedMs = Begin + ((window + 1) * (long)Minute),
            }));
            await context.SaveChangesAsync(cancel);
        }

        await using var rest = database.CreateDbContext();
        rest.AccessKeys.AddRange(Enumerable.Range(0, Keys).Select(key => new AccessKeyRecord
        {
            Id = Key(key)[..12],
            Name = $"key {key}",
            Digest = Key(key) + Key(key),
            Scopes = "view",
            CreatedMs = Begin,
            ExpiresMs = Begin + (key * (long)Minute),
        }));
        rest.Workers.AddRange(Enumerable.Range(0, Workers).Select(worker => new WorkerRecord
        {
            Name = $"machine-{worker}/4711/0",
            Machine = $"machine-{worker}",
            Cores = 2,
            Devices = "cpu",
            Queues = "measure,render",
            StartedMs = Begin,
            SeenMs = Begin + SilentNever,
        }));
        await rest.SaveChangesAsync(cancel);
    }

    /// <summary>Key of a made-up run or sample.</summary>
    public static string Key(int number) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))))[..32];

    private ShardRecord Shard(string key, int shard)
    {
        var isRender = shard >= shardsARun / 2;
        var tally = new PhaseTally();
        for (var sample = 0; sample < 256; sample++)
        {
            tally.Add(sample % 16 == 0
                ? new Verdict(Outcome.Failed, "decode", "decode.truncated")
                : new Verdict(Outcome.Kept, "measure", "measured"));
        }

        return new ShardRecord
        {
            RunKey = key,
            Phase = isRender ? RunPhase.Render : RunPhase.Measure,
            Index = isRender ? shard - (shardsARun / 2) : shard,
            Samples = 256,
            Done = true,
            Attempts = 1 + (shard % 20 == 0 ? 1 : 0),
            Holder = "machine-1/4711/0",
            TallyJson = JsonSerializer.Serialize(tally),
            StartedMs = Begin + (shard * 20_000L),
            EndedMs = Begin + (shard * 20_000L) + 15_000,
        };
    }
}
