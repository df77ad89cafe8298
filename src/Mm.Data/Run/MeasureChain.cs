using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run.Cache;

namespace Mm.Data.Run;

/// <summary>The stages of a measure phase, the decoder's first, and the meter that watches them. Shared by all shards in work.</summary>
public sealed class MeasureChain : IAsyncDisposable
{
    private readonly LoadedPipeline _pipeline;

    /// <param name="decoder">Makes the views.</param>
    /// <param name="pipeline">The stages.</param>
    /// <param name="kept">What earlier runs measured; null: everything is measured, and nothing is kept.</param>
    public MeasureChain(IDecoder decoder, LoadedPipeline pipeline, KeptMeasurements? kept = null)
    {
        _pipeline = pipeline;
        var identity = kept?.Decoder(pipeline);
        var definition = pipeline.Definition;
        Views = new ViewsStage(decoder, pipeline.Stages, definition.Frames, definition.Decode, decoder.Width, identity);
        Cache = kept?.Open(pipeline, Views, identity);
    }

    public ViewsStage Views { get; }

    /// <summary>What earlier runs measured; null where nothing is kept.</summary>
    internal MeasureCache? Cache { get; }

    /// <summary>In pipeline order, without the decoder's.</summary>
    public IReadOnlyList<IStage> Stages => _pipeline.Stages;

    /// <summary>The same, for looking at what Render searches and writes.</summary>
    public IReadOnlyList<IStage> LookingAgain => field ??= Cache?.Remembering() ?? Stages;

    public PhaseMeter Meter => field ??= new PhaseMeter(
        [(ViewsStage.StageName, Views.Needs), .. Stages.Zip(_pipeline.Definition.Measure, (stage, entry) => (entry.Stage, stage.Needs))]);

    /// <summary>
    /// The feature columns: the stages' own, in pipeline order, after the decoder's; behind them those of documents and clips.
    /// </summary>
    public IReadOnlyList<FeatureColumn> Columns =>
    [
        .. Views.Columns,
        .. Stages.SelectMany(stage => stage.Columns),
        .. _pipeline.Definition.Source.Documents is null ? Array.Empty<FeatureColumn>() : DocumentColumns.All,
        .. _pipeline.Definition.Source.Clips is null ? Array.Empty<FeatureColumn>() : ClipColumns.All,
    ];

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
