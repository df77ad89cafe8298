using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run;

/// <summary>The stages of a measure phase, the decoder's first, and the meter that watches them. Shared by all shards in work.</summary>
public sealed class MeasureChain(IDecoder decoder, LoadedPipeline pipeline) : IAsyncDisposable
{
    public ViewsStage Views { get; } = new(decoder, pipeline.Stages, pipeline.Definition.Frames, pipeline.Definition.Decode, decoder.Width);

    /// <summary>In pipeline order, without the decoder's.</summary>
    public IReadOnlyList<IStage> Stages => pipeline.Stages;

    public PhaseMeter Meter => field ??= new PhaseMeter(
        [(ViewsStage.StageName, Views.Needs), .. Stages.Zip(pipeline.Definition.Measure, (stage, entry) => (entry.Stage, stage.Needs))]);

    /// <summary>The feature columns: the stages' own, in pipeline order, after the decoder's.</summary>
    public IReadOnlyList<FeatureColumn> Columns => [.. Views.Columns, .. Stages.SelectMany(stage => stage.Columns)];

    /// <summary>The models that take part, each once, by name.</summary>
    public IReadOnlyList<ModelUse> Models =>
    [
        .. Stages.SelectMany(stage => stage.Models)
            .DistinctBy(model => model.Digest)
            .OrderBy(model => model.Name, StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in Stages)
            await stage.DisposeAsync();
    }
}
