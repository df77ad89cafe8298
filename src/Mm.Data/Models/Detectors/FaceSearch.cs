using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Detectors;

/// <summary>One search of a cascade over one picture; all boxes in its pixels.</summary>
internal sealed class FaceSearch(CascadeGraphs graphs, int device, PixelGrid grid, CascadeSettings settings)
{
    private const double SameBoxIou = 0.4; // within one network's boxes
    private const double SameFaceIou = 0.3; // between networks, and between a candidate and a closer look at it
    private const double Floor = 0.05; // scores below it say no more than that there is nothing
    private const double ZoomFloor = 0.01; // the same for a closer look, which was fitted with less
    private const double ProbabilityMin = 0.003;

    /// <summary>Candidates with their scores in [0, 1], the better of two on one face not yet chosen.</summary>
    public List<Box> Find()
    {
        var first = Whole(settings.FirstSide, graphs.First);
        var second = Whole(settings.SecondSide, graphs.Second);
        var candidates = Suppression.Keep(first.Where(box => box.Score >= settings.FirstMin), SameBoxIou);
        foreach (var box in Suppression.Keep(second.Where(box => box.Score >= settings.SecondMin), SameBoxIou))
        {
            if (candidates.TrueForAll(other => Suppression.Overlap(other, box) <= SameFaceIou))
                candidates.Add(box);
        }

        return candidates.ConvertAll(box => Judge(box, Best(first, box).Score, Best(second, box).Score));
    }

    private List<Box> Whole(int side, Func<int, PixelGrid, PixelArea, CascadePass, double, List<Box>> look)
    {
        var (area, pass) = CascadePass.Of(grid, side);
        return look(device, grid, area, pass, Floor);
    }

    private Box Judge(Box box, float first, float second)
    {
        double[] said = [Logit(first), Logit(second)];
        var near = Closer(box, settings.Zoom[0], mirrored: false);
        var sum = Sum(settings.NearLook, [.. said, Logit(near.Score)]);
        if (sum >= settings.Unsure[0] && sum <= settings.Unsure[1])
        {
            var mirrored = Closer(box, settings.Zoom[0], mirrored: true);
            var far = Closer(box, settings.Zoom[1], mirrored: false);
            sum = Sum(settings.FullLook, [.. said, Logit(near.Score), Logit(mirrored.Score), Logit(far.Score)]);
        }

        // The closer look sees the edges of a face better than the whole picture did, where it sees a face.
        var edges = near.Score >= 0.5f ? near : box;
        return edges with { Score = (float)(1 / (1 + Math.Exp(-sum))) };
    }

    /// <summary>The best box on the candidate in a square about it; of score 0 where there is none.</summary>
    private Box Closer(Box box, double zoom, bool mirrored)
    {
        var side = Math.Max(box.Width, box.Height);
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        var area = new PixelArea(x - (side * zoom / 2), y - (side * zoom / 2), side * zoom, side * zoom);
        var square = box with { X = x - (side / 2), Y = y - (side / 2), Width = side, Height = side };
        var pass = new CascadePass(settings.ZoomSide, settings.ZoomSide, mirrored);
        return Best(graphs.First(device, grid, area, pass, ZoomFloor), square);
    }

    private static Box Best(List<Box> boxes, Box on) => Suppression
        .BestFirst(boxes.Where(box => Suppression.Overlap(box, on) > SameFaceIou))
        .FirstOrDefault();

    private static double Sum(IReadOnlyList<double> weights, double[] logits) =>
        weights[^1] + logits.Select((logit, i) => logit * weights[i]).Sum();

    private static double Logit(double probability)
    {
        var bounded = Math.Clamp(probability, ProbabilityMin, 1 - ProbabilityMin);
        return Math.Log(bounded / (1 - bounded));
    }
}
