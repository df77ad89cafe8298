using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Mm.Data.Write;

namespace Mm.Data.Run.Reproduce;

/// <summary>Measures and renders drawn samples anew from their source, and holds what comes out against the ledger's events.</summary>
internal sealed class SourceAgain(
    MeasureChain chain, RunPlan plan, ReleasedFeatures released, ShardMeasurer measurer, ReproductionNotes notes)
{
    private const int AtOnce = 32;
    private const string Gone = "The source has no sample with this id: its file or caption is gone or has changed.";

    /// <summary>Measure, without the columns that need the other samples of the shard; those are taken from the release.</summary>
    public async Task MeasureAsync(IReadOnlyList<DrawnSample> samples, CancellationToken cancel)
    {
        string[] ofShard = [.. chain.Stages.OfType<IShardStage>().SelectMany(stage => stage.OfShard).Select(column => column.Name)];
        if (ofShard.Length > 0)
            notes.Miss("measure", $"Taken from the release, since they compare samples of a shard: {string.Join(", ", ofShard)}.");
        foreach (var some in There(samples, Phase.Measure).Chunk(AtOnce))
        {
            try
            {
                var shard = new ShardPlan(0, 0, some.Length, "");
                var alone = plan with { Samples = [.. some.Select(one => one.Planned)], Shards = [shard] };
                var measured = await measurer.EachAsync(chain, alone, shard, KnownQuarantine.None, cancel);
                foreach (var (one, row) in some.Zip(measured.Rows))
                    Compare(one.Sample, row, ofShard);
            }
            catch (EnvironmentException e)
            {
                notes.Miss(some.Select(one => one.Sample), Phase.Measure, e.Message);
            }
        }
    }

    /// <summary>Render, from the features that the release has: what was measured is held against its own events.</summary>
    public async Task RenderAsync(IReadOnlyList<DrawnSample> samples, RowRenderer renderer, CancellationToken cancel)
    {
        foreach (var (sample, planned) in There(samples, Phase.Render))
        {
            if (!released.Whole.TryGetValue(sample.Id, out var row))
            {
                notes.Miss(sample, Phase.Render, "No feature file has its row.");
                continue;
            }

            try
            {
                var rendered = await renderer.RenderAsync(planned, row.Features, cancel);
                using var lease = rendered.Rendered.Output?.Lease;
                notes.Compare(sample, rendered.Event, Phase.Render);
            }
            catch (EnvironmentException e)
            {
                notes.Miss(sample, Phase.Render, e.Message);
            }
        }
    }

    private void Compare(DrawnSample sample, MeasuredSample made, IEnumerable<string> ofShard)
    {
        released.Whole.TryGetValue(sample.Id, out var stated);
        foreach (var name in ofShard)
        {
            if (stated is not null)
                made.Features.Take(stated.Features, name);
        }

        var differing = stated is null ? [] : chain.Columns
            .Where(column => RowDigest.Of(made, [column]) != RowDigest.Of(stated with { Verdict = made.Verdict }, [column]))
            .Select(column => column.Name).ToArray();
        var more = differing.Length > 0 ? $"; columns that differ: {string.Join(", ", differing)}" : "";
        notes.Compare(sample, MeasureEvent.Of(made, chain.Columns), Phase.Measure, more);
    }

    private List<(DrawnSample Sample, PlannedSample Planned)> There(IReadOnlyList<DrawnSample> samples, Phase phase)
    {
        var there = new List<(DrawnSample, PlannedSample)>();
        foreach (var sample in samples.Where(sample => sample[phase] is not null))
        {
            if (plan.Contains(sample.Id))
                there.Add((sample, plan.Find(sample.Id)));
            else
                notes.Miss(sample, phase, Gone);
        }

        return there;
    }
}
