using System.Security.Cryptography;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Render.Tracks;

/// <summary>
/// Renders a film and proves it. The source is searched densely, what was found is joined into tracks, and these are filled at every
/// moment. What was written is searched again at the moments halfway between those of the first search; what is found there joins the
/// tracks, and the film is filled anew from its source.
/// </summary>
internal sealed class FilmRenderer
{
    /// <summary>
    /// A box found in an output that is filled to this share is the fill itself: of a thing that is to be covered, no more than a
    /// twentieth may show.
    /// </summary>
    private const double FilledShareMax = 0.95;

    private const int WindowFramesMax = 32;

    // Each round grows more: a detector that fires on the rest of a face needs more of it covered, not the same again.
    private const double GrowPerRound = 0.2;

    private readonly IDecoder _decoder;
    private readonly RenderOptions _options;
    private readonly FilmSearch _search;
    private readonly TrackSettings _settings;
    private readonly int _roundsMax;

    public FilmRenderer(
        IDecoder decoder, RenderOptions options, FrameOptions frames, IReadOnlyList<IStage> detectors, int roundsMax,
        Func<IReadOnlyList<View>, string, IReadOnlyList<View>>? withContent)
    {
        (_decoder, _options, _roundsMax) = (decoder, options, roundsMax);
        _settings = new TrackSettings(options.Video.EverySeconds, options.Video.MissedSeconds);
        string[] features = [.. options.Fill.Select(rule => rule.Feature).Distinct()];
        _search = new FilmSearch(decoder, detectors, features, Math.Min(frames.Max, WindowFramesMax), withContent);
    }

    /// <param name="id">Of the sample.</param>
    /// <param name="encoded">The film as it lies in the source.</param>
    /// <param name="features">What was measured of it; its boxes count beside those of the search.</param>
    /// <param name="times">Of the frames that were measured.</param>
    /// <param name="request">Of a rendering that fills the given regions.</param>
    /// <param name="recheck">Whether what was written is searched again.</param>
    /// <param name="cancel">Stops between requests.</param>
    public async Task<RenderedSample> RenderAsync(
        string id, ReadOnlyMemory<byte> encoded, FeatureRow features, IReadOnlyList<float> times,
        Func<IReadOnlyList<FillRegion>, RenderRequest> request, bool recheck, CancellationToken cancel)
    {
        var seen = _options.Fill.Count == 0
            ? new FilmSeen()
            : await _search.RunAsync(id, encoded, $"searched {Digest(encoded)}", 0, _options.Video.EverySeconds, cancel);
        if (seen.Refusal is { } refusal)
            return RenderedSample.Refused(refusal.Outcome, refusal.Reason);
        var found = _options.Fill.ToDictionary(
            rule => rule, rule => seen.Boxes(rule.Feature).Concat(features.Boxes(rule.Feature)).Distinct().ToList());
        var looks = seen.Times.Concat(times).Distinct().Order().ToList();
        for (var round = 0; round < _roundsMax; round++)
        {
            var tracks = found.ToDictionary(pair => pair.Key, pair => new Tracker(_settings, seen.Cuts).Join(pair.Value));
            var fill = Fill(tracks, looks, seen.Cuts);
            var rendered = await _decoder.RenderAsync(encoded, request(fill), cancel);
            if (rendered.Value is not { } result)
                return RenderedSample.Refused(PoisonReasons.OutcomeOf(rendered.Reason!), rendered.Reason!);
            var facts = Facts(looks.Count, seen.Cuts.Count, tracks.Values);
            var done = RenderedSample.Done(result, fill, round, rechecks: recheck ? round + 1 : 0) with { Facts = facts };
            if (!recheck || _options.Fill.Count == 0)
                return done;

            var again = await _search.RunAsync(
                id, result.Bytes, $"rendered {Digest(result.Bytes)}", _options.Video.EverySeconds / 2, _options.Video.EverySeconds, cancel);
            if (again.Refusal is { } fault)
                return RenderedSample.Refused(Outcome.Quarantined, OfOutput(fault));
            if (!Learn(found, again, fill, round))
                return done;
            looks = [.. looks.Concat(again.Times).Distinct().Order()];
        }

        return RenderedSample.Refused(Outcome.Quarantined, "render.still-detected");
    }

    private static string OfOutput(Verdict fault) =>
        fault.Outcome is Outcome.Failed || PoisonReasons.Has(fault.Reason) ? "render.unreadable-output" : fault.Reason;

    private static Dictionary<string, double> Facts(int looks, int cuts, IEnumerable<IReadOnlyList<Track>> tracks) => new()
    {
        ["render.looks"] = looks,
        ["render.cuts"] = cuts,
        ["render.tracks"] = tracks.Sum(list => list.Count),
    };

    private List<FillRegion> Fill(Dictionary<FillRule, IReadOnlyList<Track>> tracks, IReadOnlyList<float> looks, IReadOnlyList<float> cuts)
    {
        var filling = new TrackFill(_settings, looks, cuts);
        return [.. tracks.SelectMany(pair => filling.Regions(pair.Key.Kind, pair.Value, pair.Key.Grow))];
    }

    /// <summary>Adds what the output still shows; false where it shows nothing.</summary>
    private static bool Learn(Dictionary<FillRule, List<Box>> found, FilmSeen again, IReadOnlyList<FillRegion> fill, int round)
    {
        var learnt = false;
        foreach (var (rule, boxes) in found)
        {
            var share = Math.Min(rule.FilledShare, FilledShareMax);
            foreach (var box in again.Boxes(rule.Feature).Where(box => !FillPlan.IsFilled(box, fill, share)))
            {
                boxes.Add(box.Grow(1 + (GrowPerRound * (round + 1))));
                learnt = true;
            }
        }

        return learnt;
    }

    private static string Digest(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
