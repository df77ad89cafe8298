using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.Evaluation;

/// <summary>
/// Runs a detector over labelled pictures, as a run would: pictures are opened by the decoder alone. The detector is asked once from a
/// low score on, so that every threshold is known afterwards; suppression takes the best box first and gives the same at any.
/// </summary>
public sealed class BoxEvaluation(IDecoder decoder, IBoxDetector detector, double grow)
{
    /// <summary>Scores below are not asked for.</summary>
    public const float ScoreMin = 0.05f;

    private static readonly (string Name, double? From, double? To)[] Bands =
    [
        ("under 12 px", null, 12), ("12 to 20 px", 12, 20), ("20 to 32 px", 20, 32), ("32 to 64 px", 32, 64), ("64 px and more", 64, null),
    ];

    private readonly BoxScorer _scorer = new(grow);
    private readonly List<ScoredPicture> _scored = [];
    private readonly SortedDictionary<string, string> _undecodable = new(StringComparer.Ordinal);
    private TimeSpan _cpu;

    /// <summary>Every picture that was decoded, in the order given.</summary>
    public IReadOnlyList<ScoredPicture> Pictures => _scored;

    public BoxScorer Scorer => _scorer;

    /// <param name="pictures">With their labels.</param>
    /// <param name="threshold">Of the report; null: the detector's own.</param>
    /// <param name="cancel">Stops between pictures.</param>
    /// <exception cref="DetectorException">The detector failed on a picture.</exception>
    public async Task<BoxReport> RunAsync(IReadOnlyList<LabelledPicture> pictures, double? threshold, CancellationToken cancel)
    {
        foreach (var picture in pictures)
            await DetectAsync(picture, cancel);
        var at = threshold ?? detector.DefaultThreshold;
        return new BoxReport
        {
            Model = detector.Model,
            Threshold = at,
            Grow = grow,
            Pictures = _scored.Count,
            EmptyPictures = _scored.Count(picture => picture.Picture.Things.Count == 0),
            Things = Things().Count(),
            Result = At(at),
            Curve = [.. Enumerable.Range(1, 18).Select(i => At(i * 0.05))],
            Sizes = [.. Sizes(at)],
            CpuMsAPicture = _scored.Count == 0 ? 0 : _cpu.TotalMilliseconds / _scored.Count,
            Undecodable = _undecodable,
        };
    }

    private async Task DetectAsync(LabelledPicture picture, CancellationToken cancel)
    {
        var bytes = await File.ReadAllBytesAsync(picture.Path, cancel);
        var decoded = await decoder.ViewsAsync(bytes, new ViewsRequest { Specs = [detector.View], FramesMax = 1 }, cancel);
        if (decoded.Value is not { } views)
        {
            _undecodable.Add(picture.Path, decoded.Reason!);
            return;
        }

        var before = Environment.CpuUsage.TotalTime;
        var found = await detector.DetectAsync(views.Views[0], ScoreMin, cancel);
        _cpu += Environment.CpuUsage.TotalTime - before;
        _scored.Add(new ScoredPicture(picture, views.Media.Width, views.Media.Height, [.. found]));
        views.Lease?.Dispose();
    }

    private IEnumerable<(ScoredPicture Picture, LabelledThing Thing)> Things() => _scored.SelectMany(picture => picture.Picture.Things
        .Where(thing => !thing.IsIgnored)
        .Select(thing => (picture, thing)));

    private ThresholdRow At(double threshold)
    {
        var things = Things().ToArray();
        var covered = things.Count(pair => _scorer.Covers(pair.Picture, pair.Thing, threshold));
        var wrong = _scored.Sum(picture => picture.Found.Count(box => box.Score >= threshold && _scorer.IsFalse(picture, box)));
        var empty = _scored.Where(picture => picture.Picture.Things.Count == 0).ToArray();
        return new ThresholdRow
        {
            Threshold = Math.Round(threshold, 4),
            Covered = covered,
            Recall = things.Length == 0 ? null : (double)covered / things.Length,
            FalseBoxes = wrong,
            FalseBoxesAPicture = _scored.Count == 0 ? 0 : (double)wrong / _scored.Count,
            EmptyPicturesFilled = empty.Length == 0
                ? null
                : (double)empty.Count(picture => picture.Found.Any(box => box.Score >= threshold)) / empty.Length,
        };
    }

    private IEnumerable<SizeBand> Sizes(double threshold)
    {
        var sized = Things()
            .Select(pair => (Side: BoxScorer.Side(pair.Picture, pair.Thing), Covered: _scorer.Covers(pair.Picture, pair.Thing, threshold)))
            .ToArray();
        foreach (var (name, from, to) in Bands)
        {
            var within = sized.Where(thing => thing.Side is { } side && side >= (from ?? 0) && side < (to ?? double.MaxValue)).ToArray();
            yield return new SizeBand(name, from, to, within.Length, within.Count(thing => thing.Covered));
        }

        var unknown = sized.Where(thing => thing.Side is null).ToArray();
        yield return new SizeBand("by one point", null, null, unknown.Length, unknown.Count(thing => thing.Covered));
    }
}
