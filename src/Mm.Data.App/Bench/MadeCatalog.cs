using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>A catalog of made-up runs, shards and samples in quarantine, and one run whose release is there.</summary>
internal sealed class MadeCatalog(StateOptions state, int runs, int shardsARun, int quarantined)
{
    private const int AtOnce = 5000;
    private const long Begin = 1_767_225_600_000; // the first day of 2026
    private const int Minute = 60_000;

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
