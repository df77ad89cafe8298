using Mm.Data.Decode;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run.Cache;

/// <summary>Opens the measurements of earlier runs for a pipeline; there are none where the settings keep none.</summary>
public sealed class KeptMeasurements(MeasureStore store, DecodeOptions decoding, IModels models)
{
    /// <summary>See <see cref="CacheIdentity.Decoder"/>; null where nothing is kept.</summary>
    internal string? Decoder(LoadedPipeline pipeline) => store.Disk is null
        ? null
        : CacheIdentity.Decoder(
            decoding, ViewsStage.RequestOf(pipeline.Stages, pipeline.Definition.Frames, pipeline.Definition.Decode));

    internal MeasureCache? Open(LoadedPipeline pipeline, ViewsStage views, string? decoder) => store.Disk is { } disk && decoder is not null
        ? MeasureCache.Of(disk, views, pipeline, new RunIdentity(decoder, models.Arithmetic))
        : null;
}
