using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;

namespace Mm.Data.App.Bench;

/// <summary>The measure phase as a whole and each part of it alone, over the same samples and on all cores.</summary>
internal sealed class MeasureParts(MeasureChain chain, RunPlan plan, ShardMeasurer measurer, int workers, int samplesMax)
{
    private readonly PlannedSample[] _planned = [.. plan.Samples.Take(samplesMax)];
    private Sample[]? _decoded;

    public int Count => _planned.Length;

    /// <summary>As <c>mmdata run</c> does it: shards side by side, a chain of stages in each.</summary>
    public Task<Reading> WholeAsync(CancellationToken cancel)
    {
        var perShard = (Count + workers - 1) / workers;
        var shards = Enumerable.Range(0, workers)
            .Select(i => new ShardPlan(i, i * perShard, Math.Clamp(Count - (i * perShard), 0, perShard), ""))
            .Where(shard => shard.Count > 0);
        return Timed.OnceAsync(Count, () => Task.WhenAll(shards.Select(
            shard => measurer.MeasureAsync(chain, plan, shard, KnownQuarantine.None, cancel))));
    }

    public Task<Reading> ReadAsync(CancellationToken cancel) =>
        Timed.RunAsync(Count, () => EachAsync(_planned, async planned => await planned.ReadAsync(cancel), cancel));

    public async Task<Reading> DecodeAsync(CancellationToken cancel)
    {
        var samples = await Task.WhenAll(_planned.Select(async (planned, i) => await FreshAsync(planned, i, cancel)));
        var reading = await Timed.OnceAsync(
            Count, () => EachAsync(samples, async sample => await chain.Views.RunAsync([sample], cancel), cancel));
        _decoded ??= samples; // what the stages alone work on from here
        return reading;
    }

    public Task<Reading> StageAsync(IStage stage, CancellationToken cancel)
    {
        var live = _decoded!.Where(sample => sample.IsLive).ToArray();
        return Timed.RunAsync(Count, () => EachAsync(
            live.Chunk(stage.Needs.BatchMax),
            async batch => await stage.RunAsync([.. batch.Select(Copy)], cancel), // what it writes goes with the copies
            cancel,
            workers * stage.Needs.Workers)); // as many as all shards in work together
    }

    /// <summary>Twice as many at a time as cores, or more where a stage wants more: enough that none idles, whatever waits.</summary>
    private static Task EachAsync<T>(
        IEnumerable<T> items, Func<T, Task> work, CancellationToken cancel, int most = 0) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = Math.Max(most, 2 * Environment.ProcessorCount), CancellationToken = cancel },
        async (item, _) => await work(item));

    private static async Task<Sample> FreshAsync(PlannedSample planned, int position, CancellationToken cancel)
    {
        var content = await planned.ReadAsync(cancel);
        return new Sample(planned.Id, position)
        {
            Encoded = content.Value?.Asset ?? default,
            Caption = content.Value?.Caption ?? "",
            AssetSha256 = planned.AssetSha256,
        };
    }

    private static Sample Copy(Sample from) => new(from.Id, from.Position)
    {
        Encoded = from.Encoded,
        Caption = from.Caption,
        AssetSha256 = from.AssetSha256,
        Media = from.Media,
        Views = from.Views,
        Audio16k = from.Audio16k,
    };
}
