using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode;

/// <summary>
/// The first stage of every measuring chain: one request to a decoder child that makes the views of all later stages at once. It has
/// no name for pipeline files because no pipeline can do without it.
/// </summary>
public sealed class ViewsStage(IDecoder decoder, IReadOnlyList<IStage> stages, FrameOptions frames, int workers) : IStage
{
    public const string StageName = "decode";

    private readonly ViewsRequest _request = ViewsRequest.Of(stages, frames);

    public StageNeeds Needs { get; } = new(Workers: workers);

    /// <summary>Column with the times of the sampled frames, which tells Render how long each box holds.</summary>
    public const string FrameTimes = "media.frame-times";

    public IReadOnlyList<FeatureColumn> Columns { get; } =
        [new(FrameTimes, FeatureKind.Vector, "Times of the sampled frames in seconds; one 0 for a still, none for sound.")];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => [];

    /// <summary>Bytes of memory that a sample's views take at most, for the budget.</summary>
    public long ViewBytesMax => _request.Specs.Sum(spec => (long)spec.Bytes) * _request.FramesMax;

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            var decoded = await decoder.ViewsAsync(sample.Encoded, _request, cancel);
            if (decoded.Value is not { } result)
            {
                sample.Decide(Outcome.Failed, StageName, decoded.Reason!);
                continue;
            }

            sample.Media = result.Media;
            sample.Views = result.Views;
            sample.Audio16k = result.Audio16k;
            sample.Features.Set(FrameTimes, result.Views.Select(v => v.TimeSeconds).Distinct().Order().ToArray());
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
