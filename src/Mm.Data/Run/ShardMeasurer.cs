using System.Runtime.CompilerServices;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run.Cache;

namespace Mm.Data.Run;

/// <summary>A shard's samples in their order, each with its verdict and its features.</summary>
public sealed record MeasuredShard(IReadOnlyList<MeasuredSample> Rows, PhaseTally Tally);

/// <summary>Measures a shard: a pure function of the plan, the chain and the models. Writes nothing.</summary>
public sealed class ShardMeasurer(ByteBudget budget, DecodeOptions limits, TimeProvider clock)
{
    /// <exception cref="EnvironmentException">The input changed since it was planned, or a machine part failed.</exception>
    public async Task<MeasuredShard> MeasureAsync(
        MeasureChain chain, RunPlan plan, ShardPlan shard, KnownQuarantine quarantine, CancellationToken cancel)
    {
        var measured = await EachAsync(chain, plan, shard, quarantine, cancel);
        foreach (var stage in chain.Stages.OfType<IShardStage>())
            await stage.FinishAsync(measured.Rows, cancel);
        return measured;
    }

    /// <summary>Measures each sample on its own: without <see cref="IShardStage.OfShard"/>.</summary>
    internal async Task<MeasuredShard> EachAsync(
        MeasureChain chain, RunPlan plan, ShardPlan shard, KnownQuarantine quarantine, CancellationToken cancel)
    {
        var rows = new MeasuredSample[shard.Count];
        var tally = new PhaseTally();
        var cache = chain.Cache is { } kept ? new ShardCache(kept, shard.Count) : null;
        var entered = await new PhaseRunner(clock, chain.Meter)
            .RunAsync(
                FeedAsync(chain, plan, shard, quarantine, cache, cancel), cache?.Wrap() ?? [chain.Views, .. chain.Stages], Retire, cancel);
        if (entered != shard.Count || tally.Entered != shard.Count)
            throw new InvalidOperationException(
                $"Shard {shard.Index} has {shard.Count} samples, {entered} entered, {tally.Entered} were decided.");

        return new MeasuredShard(rows, tally);

        void Retire(Sample sample)
        {
            cache?.Leave(sample);
            if (sample.IsLive)
                sample.Decide(Outcome.Kept, "measure", "measured");
            var planned = plan.Samples[shard.First + sample.Position];
            DocumentColumns.Write(sample.Features, planned.Document);
            ClipColumns.Write(sample.Features, planned.Clip);
            tally.Add(sample.Verdict);
            rows[sample.Position] = new MeasuredSample(sample.Id, sample.AssetSha256, sample.Verdict, sample.Features);
        }
    }

    private async IAsyncEnumerable<Sample> FeedAsync(
        MeasureChain chain, RunPlan plan, ShardPlan shard, KnownQuarantine quarantine, ShardCache? cache,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var position = 0; position < shard.Count; position++)
        {
            var planned = plan.Samples[shard.First + position];
            if (quarantine.Of(planned.Id, Phase.Measure) is { } known)
            {
                var sample = new Sample(planned.Id, position) { AssetSha256 = planned.AssetSha256 };
                sample.Decide(known.Outcome, known.Stage, known.Reason);
                yield return sample;
                continue;
            }

            var tooLarge = planned.Entry.AssetBytes > limits.InputMibMax * 1024L * 1024;
            yield return tooLarge || planned.Entry.Fault is not null || cache is null || cache.NeedsContent(position, planned)
                ? await ReadAsync(chain, planned, position, tooLarge, cancel)
                : new Sample(planned.Id, position) { AssetSha256 = planned.AssetSha256 };
        }
    }

    private static Outcome OutcomeOf(string reason) =>
        ClipReasons.IsDropped(reason) ? Outcome.Dropped : DocumentReasons.OutcomeOf(reason);

    private async ValueTask<Sample> ReadAsync(
        MeasureChain chain, PlannedSample planned, int position, bool tooLarge, CancellationToken cancel)
    {
        var asked = clock.GetTimestamp();
        var room = await budget.RentAsync((2 * planned.Entry.AssetBytes) + chain.Views.ViewBytesMax, cancel);
        chain.Meter.Source.WaitedForMemory(clock.GetElapsedTime(asked));
        try
        {
            var content = tooLarge && planned.Entry.Fault is null
                ? Decoded.Failed<SampleContent>("decode.too-large")
                : await planned.ReadAsync(cancel);
            var sample = new Sample(planned.Id, position)
            {
                Encoded = content.Value?.Asset ?? default,
                Caption = content.Value?.Caption ?? "",
                Words = content.Value?.Words ?? [],
                AssetSha256 = planned.AssetSha256,
            };
            sample.Own(room);
            if (content.Value is { } read)
                sample.OwnEncoded(read.Lease);
            if (content.Reason is { } reason)
                sample.Decide(OutcomeOf(reason), ViewsStage.StageName, reason);
            return sample;
        }
        catch
        {
            room.Dispose();
            throw;
        }
    }
}
