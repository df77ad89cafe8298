using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Render.Tracks;

/// <summary>
/// Regions that cover tracks at every moment, between sightings and beyond them, but not across cuts. A rectangle stands still, so a
/// way is cut into short pieces, and pieces that lie near each other become one.
/// </summary>
/// <param name="settings">How far beyond its sightings a thing is filled.</param>
/// <param name="times">All times at which somebody looked, in order.</param>
/// <param name="cuts">Those of them at which a new scene begins.</param>
public sealed class TrackFill(TrackSettings settings, IReadOnlyList<float> times, IReadOnlyList<float> cuts)
{
    private const double PieceSeconds = 0.04;

    // How much larger than its pieces a merged region may be: fewer regions against area that need not be filled.
    private const double MergedAreaMax = 1.3;

    /// <summary>
    /// The regions of all tracks. Boxes are as found; <paramref name="grow"/> widens what is filled, as a factor on its sides.
    /// </summary>
    public IReadOnlyList<FillRegion> Regions(string kind, IReadOnlyList<Track> tracks, double grow)
    {
        var regions = new List<FillRegion>();
        var done = new HashSet<(Box From, Box? To, int Side)>();
        foreach (var boxes in tracks.Select(track => track.Boxes))
        {
            var stretches = new List<Stretch>();
            if (done.Add((boxes[0], null, -1)))
                stretches.Add(TrackPath.Beyond(boxes[0], Motion.After(boxes, 0), Earliest(boxes[0].TimeSeconds)));
            for (var i = 0; i + 1 < boxes.Count; i++)
            {
                if (!done.Add((boxes[i], boxes[i + 1], 0)))
                    continue;
                stretches.Add(TrackPath.Between(boxes, i));
                if (TrackPath.IsLikely(boxes, i))
                    continue;
                if (done.Add((boxes[i], null, 1)))
                    stretches.Add(TrackPath.Beyond(boxes[i], Motion.Before(boxes, i), Latest(boxes[i].TimeSeconds)));
                if (done.Add((boxes[i + 1], null, -1)))
                    stretches.Add(TrackPath.Beyond(boxes[i + 1], Motion.After(boxes, i + 1), Earliest(boxes[i + 1].TimeSeconds)));
            }

            if (done.Add((boxes[^1], null, 1)))
                stretches.Add(TrackPath.Beyond(boxes[^1], Motion.Before(boxes, boxes.Count - 1), Latest(boxes[^1].TimeSeconds)));
            regions.AddRange(Merge(stretches.SelectMany(Pieces), grow).Select(piece => Region(kind, piece)));
        }

        return regions;
    }

    /// <summary>A scene's first frame lies between the last look before a cut and the look that saw the new one.</summary>
    private double Earliest(float time)
    {
        var cut = cuts.Where(cut => cut <= time).DefaultIfEmpty(float.NegativeInfinity).Max();
        var before = times.Where(look => look < cut).DefaultIfEmpty(0).Max();
        return Math.Max(0, Math.Max(before, time - settings.ReachSeconds));
    }

    private double Latest(float time) =>
        Math.Min(cuts.Where(cut => cut > time).DefaultIfEmpty(float.PositiveInfinity).Min(), time + settings.ReachSeconds);

    private static IEnumerable<Piece> Pieces(Stretch stretch)
    {
        var count = Math.Max(1, (int)Math.Ceiling((stretch.To - stretch.From) / PieceSeconds));
        for (var i = 0; i < count; i++)
        {
            var from = stretch.From + ((stretch.To - stretch.From) * i / count);
            var to = stretch.From + ((stretch.To - stretch.From) * (i + 1) / count);
            yield return new Piece(from, to, stretch.At(from).Hull(stretch.At(to)));
        }
    }

    private static IEnumerable<Piece> Merge(IEnumerable<Piece> pieces, double grow)
    {
        Piece? open = null;
        var area = 0.0;
        foreach (var piece in pieces.Select(piece => piece with { Place = Grown(piece.Place, grow) }))
        {
            var least = Math.Min(area, piece.Place.Area);
            if (open is not null && open.IsFollowedBy(piece) && open.Place.Hull(piece.Place).Area <= MergedAreaMax * least)
            {
                area = least;
                open = new Piece(open.From, piece.To, open.Place.Hull(piece.Place));
                continue;
            }

            if (open is not null)
                yield return open;
            (open, area) = (piece, piece.Place.Area);
        }

        if (open is not null)
            yield return open;
    }

    private static Place Grown(Place place, double grow) => place.Grow(place.Width * (grow - 1) / 2, place.Height * (grow - 1) / 2);

    /// <summary>Cut to the picture.</summary>
    private static FillRegion Region(string kind, Piece piece)
    {
        var (left, top) = (Math.Clamp(piece.Place.Left, 0, 1), Math.Clamp(piece.Place.Top, 0, 1));
        var (right, bottom) = (Math.Clamp(piece.Place.Right, 0, 1), Math.Clamp(piece.Place.Bottom, 0, 1));
        return new FillRegion(kind, (float)left, (float)top, (float)(right - left), (float)(bottom - top), piece.From, piece.To);
    }

    private sealed record Piece(double From, double To, Place Place)
    {
        public bool IsFollowedBy(Piece other) => other.From >= From && other.From <= To && other.To >= To;
    }
}
