using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render.Tracks;

namespace Mm.Data.Render;

/// <summary>
/// Renders one sample and proves it: what was written is decoded and detected again, what is still found is filled too, and what resists
/// is quarantined. Fails closed: no feature, no output.
/// </summary>
/// <param name="decoder">Renders, and reads what was rendered.</param>
/// <param name="options">What is filled and how it is encoded.</param>
/// <param name="frames">Which frames of a video are looked at again.</param>
/// <param name="stages">All stages of the run; those that a fill rule names look again.</param>
/// <param name="withContent">Says of the views of an output, given with a name of its bytes, what stands for their pixels; null:
/// nothing.</param>
public sealed class SampleRenderer(
    IDecoder decoder, RenderOptions options, FrameOptions frames, IReadOnlyList<IStage> stages,
    Func<IReadOnlyList<View>, string, IReadOnlyList<View>>? withContent = null)
{
    public const string StageName = "render";

    /// <summary>Times that a sample is filled again before it is given up.</summary>
    private const int RoundsMax = 3;

    private readonly IStage[] _detectors = DetectorsOf(options, stages);

    private readonly FilmRenderer _films = new(decoder, options, frames, DetectorsOf(options, stages), RoundsMax, withContent);

    public async Task<RenderedSample> RenderAsync(
        string id, ReadOnlyMemory<byte> encoded, FeatureRow features, IReadOnlyList<float> times, CancellationToken cancel)
    {
        if (times.Count > 0 && options.Fill.FirstOrDefault(rule => !features.Has(rule.Feature)) is { } missing)
            return RenderedSample.Refused(Outcome.Quarantined, $"render.no-{missing.Kind}-measure");

        var isStill = times.Count == 1 && await IsStillAsync(encoded, features, cancel);
        IReadOnlyList<SoundSpan>? mute = isStill ? [] : SoundPlan.Mute(options, features);
        if (mute is null)
            return RenderedSample.Refused(Outcome.Quarantined, "render.no-speech-measure");
        if (!isStill && times.Count > 0)
            return await _films.RenderAsync(id, encoded, features, times, regions => Request(regions, mute), IsRechecked(id), cancel);

        var fill = options.Fill.SelectMany(rule => FillPlan.For(rule, features.Boxes(rule.Feature), times)).ToList();
        for (var round = 0; round < RoundsMax; round++)
        {
            var rendered = await decoder.RenderAsync(encoded, Request(fill, mute), cancel);
            if (rendered.Value is not { } result)
                return RenderedSample.Refused(PoisonReasons.OutcomeOf(rendered.Reason!), rendered.Reason!);
            if (!IsRechecked(id) || result.Modality is Modality.Audio || _detectors.Length == 0)
                return RenderedSample.Done(result, fill, round, rechecks: 0);

            var content = $"rendered {Convert.ToHexStringLower(SHA256.HashData(result.Bytes.Span))}"; // decoded otherwise than a source
            using var again = await LookAsync(id, result.Bytes, content, cancel);
            if (!again.IsLive)
                return RenderedSample.Refused(Outcome.Quarantined, again.Verdict.Reason);
            var found = Found(again, fill, round);
            if (found.Count == 0)
                return RenderedSample.Done(result, fill, round, rechecks: round + 1);
            fill.AddRange(found);
        }

        return RenderedSample.Refused(Outcome.Quarantined, "render.still-detected");
    }

    /// <summary>
    /// Has the detectors of what is filled look at an encoded picture or video. What cannot be decoded or detected on is quarantined.
    /// </summary>
    /// <param name="id">Stands for the picture in verdicts.</param>
    /// <param name="encoded">Rendered here, or known to be harmless.</param>
    /// <param name="content">Names the bytes, where what is found may be kept under that name; null: it is looked for anew.</param>
    /// <param name="cancel">Stops looking.</param>
    internal async Task<Sample> LookAsync(string id, ReadOnlyMemory<byte> encoded, string? content, CancellationToken cancel)
    {
        var sample = new Sample(id, 0) { Encoded = encoded };
        var request = ViewsRequest.Of(_detectors, frames);
        var views = await decoder.ViewsAsync(encoded, request, cancel);
        if (views.Value is not { } seen)
        {
            sample.Decide(Outcome.Quarantined, StageName, "render.unreadable-output");
            return sample;
        }

        sample.Media = seen.Media;
        sample.Views = content is null ? seen.Views : withContent?.Invoke(seen.Views, content) ?? seen.Views;
        foreach (var detector in _detectors)
        {
            if (sample.IsLive)
                await detector.RunAsync([sample], cancel);
        }

        return sample;
    }

    /// <summary>The same samples on every machine: drawn by a digest of the id.</summary>
    private bool IsRechecked(string id)
    {
        var draw = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"recheck:{id}"))) >> 11;
        return draw * double.Exp2(-53) < options.Recheck; // uniform in [0, 1)
    }

    private static IStage[] DetectorsOf(RenderOptions options, IReadOnlyList<IStage> stages) =>
        [.. stages.Where(s => s.Columns.Any(c => options.Fill.Any(rule => rule.Feature == c.Name)))];

    /// <summary>A film of one sampled frame looks like a still to who did not measure what it is.</summary>
    private async ValueTask<bool> IsStillAsync(ReadOnlyMemory<byte> encoded, FeatureRow features, CancellationToken cancel) =>
        features.Code(KnownFeatures.Modality) is { } known
            ? known == "image"
            : (await decoder.ProbeAsync(encoded, cancel)).Value is not { Modality: Modality.Video };

    private RenderRequest Request(IReadOnlyList<FillRegion> fill, IReadOnlyList<SoundSpan> mute) => new()
    {
        Fill = fill,
        ImageFormat = options.ImageFormat,
        ImageQuality = options.ImageQuality,
        SideMax = options.SideMax,
        VideoCrf = options.VideoCrf,
        Sound = options.Sound,
        Mute = mute,
    };

    // Each round grows more: a detector that fires on the rest of a face needs more of it covered, not the same again.
    private List<FillRegion> Found(Sample again, IReadOnlyList<FillRegion> filled, int round)
    {
        float[] times = [.. again.Views.Select(v => v.TimeSeconds).Distinct().Order()];
        return [.. options.Fill.SelectMany(rule =>
        {
            var boxes = again.Features.Boxes(rule.Feature).Where(box => !FillPlan.IsFilled(box, filled, rule.FilledShare)).ToArray();
            return FillPlan.For(rule with { Grow = rule.Grow + (0.2 * (round + 1)), Style = FillStyle.Solid }, boxes, times);
        })];
    }
}
