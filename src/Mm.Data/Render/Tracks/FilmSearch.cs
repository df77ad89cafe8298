using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Render.Tracks;

/// <summary>
/// Runs detectors over a whole film, a window of frames at a time, so that its length does not fill the memory. A frame that cannot be
/// had, or a detector that fails, ends the search with a refusal: what was not searched is not shipped.
/// </summary>
/// <param name="decoder">Opens the film.</param>
/// <param name="detectors">The stages that look.</param>
/// <param name="features">Their features that are wanted.</param>
/// <param name="windowFrames">Frames in memory at once.</param>
/// <param name="withContent">As in <see cref="SampleRenderer"/>.</param>
internal sealed class FilmSearch(
    IDecoder decoder, IReadOnlyList<IStage> detectors, IReadOnlyList<string> features, int windowFrames,
    Func<IReadOnlyList<View>, string, IReadOnlyList<View>>? withContent)
{
    private readonly ViewSpec[] _specs = [.. detectors.SelectMany(stage => stage.Views).Append(CutDetector.View).Distinct()];

    /// <summary>Looks at the frames at <paramref name="offset"/>, and every <paramref name="step"/> seconds from there on.</summary>
    /// <param name="id">Of the sample.</param>
    /// <param name="encoded">The film.</param>
    /// <param name="content">Stands for the film's pixels, for what is kept from run to run.</param>
    /// <param name="offset">Seconds from the film's first frame.</param>
    /// <param name="step">Seconds.</param>
    /// <param name="cancel">Stops between windows.</param>
    public async Task<FilmSeen> RunAsync(
        string id, ReadOnlyMemory<byte> encoded, string content, double offset, double step, CancellationToken cancel)
    {
        var seen = new FilmSeen();
        var cuts = new CutDetector();
        var duration = double.MaxValue;
        for (var window = 0; seen.Refusal is null && offset + (window * windowFrames * step) is var from && from < duration; window++)
        {
            var request = new ViewsRequest { Specs = _specs, FromSeconds = from, FrameEverySeconds = step, FramesMax = windowFrames };
            var views = await decoder.ViewsAsync(encoded, request, cancel);
            if (views.Value is not { } result)
            {
                seen.Refusal = new Verdict(PoisonReasons.OutcomeOf(views.Reason!), SampleRenderer.StageName, views.Reason!);
                break;
            }

            using var sample = new Sample(id, 0) { Encoded = encoded };
            sample.Take(result with { Views = withContent?.Invoke(result.Views, content) ?? result.Views });
            duration = result.Media.DurationSeconds;
            foreach (var view in sample.Views.Where(view => view.Spec == CutDetector.View))
                Note(view, cuts, seen);
            await DetectAsync(sample, seen, cancel);
            sample.GiveMemoryBack();
        }

        return seen;
    }

    private static void Note(View view, CutDetector cuts, FilmSeen seen)
    {
        seen.Times.Add(view.TimeSeconds);
        if (cuts.IsCut(view.Pixels.Span))
            seen.Cuts.Add(view.TimeSeconds);
    }

    private async Task DetectAsync(Sample sample, FilmSeen seen, CancellationToken cancel)
    {
        if (sample.Views.Count == 0)
            return; // the film ends before this window's first frame
        foreach (var detector in detectors)
        {
            await detector.RunAsync([sample], cancel);
            if (!sample.IsLive)
            {
                seen.Refusal = new Verdict(Outcome.Quarantined, SampleRenderer.StageName, sample.Verdict.Reason);
                return;
            }
        }

        foreach (var feature in features)
            seen.Add(feature, sample.Features.Boxes(feature));
    }
}
