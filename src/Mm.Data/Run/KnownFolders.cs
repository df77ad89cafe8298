using System.Runtime.CompilerServices;
using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run.Cache;
using Mm.Data.Source;
using Mm.Data.Storage;

namespace Mm.Data.Run;

/// <summary>
/// Measures evaluation sets that are no releases, but folders of pictures and captions as a source has them: by those stages of the
/// pipeline whose columns are compared, with its own options and models. What was measured before comes from the cache.
/// </summary>
public sealed class KnownFolders(
    IServiceProvider services, StageCatalog stages, IDecoder decoder, IDocuments documents, ShardMeasurer measurer, Stores stores,
    KeptMeasurements? kept = null)
{
    private const string Alignment = "alignment";

    private static readonly string[] Compared = ["media", "hashes", CaptionHashesStage.Name];

    /// <summary>What lies in a folder, a tar or a list.</summary>
    /// <exception cref="ConfigurationException">It is no source, or nothing in it could be a sample.</exception>
    public async Task<RunPlan> PlanAsync(string place, PipelineDefinition definition, CancellationToken cancel)
    {
        var source = await SourceOpener.OpenAsync(stores.FilesOf(place), place, definition.Source, cancel);
        var taken = RunSources.TakingApart(source, definition.Source, documents);
        return await Planner.PlanAsync(taken, definition.Shards, cancel);
    }

    /// <summary>Every sample of a plan with what it is compared by.</summary>
    /// <exception cref="EnvironmentException">The folder changed since it was planned, or a machine part failed.</exception>
    public async IAsyncEnumerable<MeasuredSample> MeasureAsync(
        RunPlan plan, PipelineDefinition definition, [EnumeratorCancellation] CancellationToken cancel)
    {
        var isEmbedded = definition.Select.Duplicates.SemanticCosine is not null;
        var some = definition with
        {
            Measure =
            [
                .. definition.Measure.Where(entry => Compared.Contains(entry.Stage) || (isEmbedded && entry.Stage == Alignment)),
            ],
        };
        await using var chain = new MeasureChain(decoder, new LoadedPipeline(some, stages.Build(some, services)), kept);
        foreach (var shard in plan.Shards)
        {
            foreach (var row in (await measurer.EachAsync(chain, plan, shard, KnownQuarantine.None, cancel)).Rows)
                yield return row;
        }
    }
}
