using Mm.Data.Models.Batching;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Detectors;

/// <summary>
/// Faces by two networks and a closer look (docs/faces.md). Each sees the whole picture; what either takes for a face from a low score on
/// is a candidate; the first network sees each candidate again, enlarged, and where that leaves doubt mirrored and from further away. A
/// fitted sum of the logits is the score. Where boxes are left that may be an animal's, a third network says where people and animals are.
/// What costs is spent where it decides: an empty picture costs two passes.
/// </summary>
internal sealed class FaceCascadeDetector : IBoxDetector, IDisposable
{
    private readonly StoredModel _model;
    private readonly CascadeGraphs _graphs;
    private readonly Engine _engine;
    private readonly LaneQueue _queue;

    private FaceCascadeDetector(StoredModel model, CascadeGraphs graphs, Engine engine)
    {
        (_model, _graphs, _engine) = (model, graphs, engine);
        Model = model.Use with { Device = engine.Devices.Kind };
        var identity = new ModelStatistics { Model = model.Card.Name, Tower = "detector", Device = engine.Devices.Kind };
        _queue = engine.Lanes.Open(identity, batch: 1, (device, jobs) =>
        {
            foreach (var job in jobs.Cast<LaneJob<CascadeJob, IReadOnlyList<Box>>>())
                job.Complete(Detect(device, job.Row));
        });
    }

    public ModelUse Model { get; }

    public ViewSpec View => _model.Card.Settings.Image.View;

    public float DefaultThreshold => (float)_model.Card.Settings.Detector!.Threshold;

    /// <exception cref="ConfigurationException">A graph cannot be loaded or is another than the cascade's.</exception>
    public static FaceCascadeDetector Load(StoredModel model, Engine engine) =>
        new(model, CascadeGraphs.Load(model, engine.Devices), engine);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel)
    {
        if (view.Spec != View || view.Pixels.Length != view.Spec.Bytes)
            throw new ArgumentException($"The view is {view.Spec} with {view.Pixels.Length} bytes; the model takes {View}.", nameof(view));
        var job = new LaneJob<CascadeJob, IReadOnlyList<Box>>(new CascadeJob(view, threshold), JobPriority.Bulk, cancel);
        return new(_engine.Lanes.RunAsync(_queue, job));
    }

    public void Dispose() => _graphs.Dispose();

    private List<Box> Detect(int device, CascadeJob job)
    {
        var settings = _model.Card.Settings.Detector!;
        var view = job.View;
        var upright = new PixelGrid(view.Pixels, view.ContentWidth, view.ContentHeight, view.Spec.Width * 3);
        var found = new FaceSearch(_graphs, device, upright, settings.Cascade!).Find();
        foreach (var turn in settings.Cascade!.Turns.Select(turn => (int)turn))
        {
            var turned = new FaceSearch(_graphs, device, upright.Turned(turn), settings.Cascade).Find();
            found.AddRange(turned.Select(box => Upright(box, turn, upright)));
        }

        if (settings.Cascade.Animals is { } animals)
            found.RemoveAll(AnimalsAmong(device, upright, found, animals, Math.Max(job.Threshold, settings.Threshold)));
        var onPicture = found.Where(box => box.Score >= job.Threshold)
            .Select(box => ViewGeometry.ToPicture(view, box.X, box.Y, box.X + box.Width, box.Y + box.Height, box.Score))
            .OfType<Box>();
        return Suppression.Keep(onPicture, settings.NmsIou);
    }

    /// <summary>
    /// Whether a box is an animal's face. Boxes under <paramref name="floor"/>, the model's own threshold or what is asked for above it,
    /// stay as they are: who asks for those wants all of them.
    /// </summary>
    private Predicate<Box> AnimalsAmong(int device, PixelGrid picture, List<Box> found, AnimalSettings settings, double floor)
    {
        bool IsOpen(Box box) => box.Score >= floor && box.Score < settings.Sure;
        if (!found.Exists(IsOpen))
            return _ => false;
        var (area, pass) = CascadePass.Of(picture, settings.Side);
        var things = _graphs.Animals(device, picture, area, pass);
        return box => IsOpen(box)
            && things.Likeliest(CentreMap.Animal, box, settings.CoverMin) is var animal && animal >= settings.HeatMin
            && animal >= settings.Lead * things.Likeliest(CentreMap.Person, box, settings.CoverMin);
    }

    private static Box Upright(Box box, int turn, PixelGrid upright) => turn switch
    {
        1 => box with { X = box.Y, Y = upright.Height - box.X - box.Width, Width = box.Height, Height = box.Width },
        2 => box with { X = upright.Width - box.X - box.Width, Y = upright.Height - box.Y - box.Height },
        _ => box with { X = upright.Width - box.Y - box.Height, Y = box.X, Width = box.Height, Height = box.Width },
    };

    private sealed record CascadeJob(View View, float Threshold);
}
