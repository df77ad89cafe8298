using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode;

/// <summary>
/// The first stage of every measuring chain: one request to a decoder child that makes the views of all later stages at once. It has
/// no name for pipeline files because no pipeline can do without it.
/// </summary>
/// <param name="decoder">Makes the views.</param>
/// <param name="stages">The stages that come after, with the views that they want.</param>
/// <param name="frames">Which frames of a video.</param>
/// <param name="decoding">How pictures are decoded.</param>
/// <param name="workers">Requests at once.</param>
/// <param name="identity">Digest of the decoder and its settings: with an asset's digest it stands for the views' content; null where
/// nobody keeps what comes of them.</param>
public sealed class ViewsStage(
    IDecoder decoder, IReadOnlyList<IStage> stages, FrameOptions frames, DecodingOptions decoding, int workers,
    string? identity = null) : IStage
{
    public const string StageName = "decode";

    private readonly ViewsRequest _request = RequestOf(stages, frames, decoding);

    public StageNeeds Needs { get; } = new(Workers: workers);

    /// <summary>Column with the times of the sampled frames, which tells Render how long each box holds.</summary>
    public const string FrameTimes = "media.frame-times";

    /// <summary>Column with the share of its full sides at which a picture was decoded for measuring.</summary>
    public const string DecodeScale = "media.decode-scale";

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(FrameTimes, FeatureKind.Vector, "Times of the sampled frames in seconds; one 0 for a still, none for sound."),
        new(
            DecodeScale,
            FeatureKind.Number,
            "Share of its full sides at which a picture was decoded for measuring: 1, or 0.5, 0.25, 0.125 with decode.scaled."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Asset;

    /// <summary>Bytes of memory that a sample's views and sound take at most, for the budget.</summary>
    public long ViewBytesMax =>
        (_request.Specs.Sum(spec => (long)spec.Bytes) * _request.FramesMax) + (_request.Audio16k ? SoundBytesMax : 0);

    // Ten minutes at 16 kHz, the longest that is decoded unless settings allow more.
    private const long SoundBytesMax = 600L * 16_000 * sizeof(float);

    /// <summary>What is asked of the decoder for every sample.</summary>
    public static ViewsRequest RequestOf(IReadOnlyList<IStage> stages, FrameOptions frames, DecodingOptions decoding) =>
        ViewsRequest.Of(stages, frames) with { Scaled = decoding.Scaled, ScaledMargin = decoding.ScaledMargin };

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            var decoded = await decoder.ViewsAsync(sample.Encoded, _request, cancel);
            if (decoded.Value is not { } result)
            {
                sample.Decide(PoisonReasons.OutcomeOf(decoded.Reason!), StageName, decoded.Reason!);
                continue;
            }

            sample.Take(result with { Views = WithContent(result.Views, sample.AssetSha256) });
            sample.Features.Set(FrameTimes, result.Views.Select(v => v.TimeSeconds).Distinct().Order().ToArray());
            sample.Features.Set(DecodeScale, result.DecodeScale);
        }
    }

    /// <summary>
    /// The views of an asset with what stands for their pixels, so that what models say about them may be kept. The decoder's identity
    /// takes in how its frames were chosen.
    /// </summary>
    public IReadOnlyList<View> WithContent(IReadOnlyList<View> views, string assetSha256) =>
        identity is null ? views : [.. views.Select(view => view with { Content = identity + assetSha256 })];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
