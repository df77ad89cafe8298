using System.Globalization;
using System.Text;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// The filter graph that brings a film to its output: colour to 8-bit 4:2:0, regions filled solid, size, clock. Regions are filled
/// before anything mixes neighbouring pixels, so that what was inside reaches no other pixel, and again after scaling on the grid of
/// H.264's 16-pixel blocks, so that the edge of the fill is the edge of a block.
/// </summary>
internal sealed class FillGraph(PictureTrack track, OutputSize size, IReadOnlyList<FillRegion> regions)
{
    public const int TicksPerSecond = 90_000;

    private const string FillColour = "gray";
    private const int BlockPixels = 16;

    // Reach of the scaler that brings full-resolution colour to a quarter, in stored pixels.
    private const int ColourReachPixels = 8;

    // Frame times come back as floats and in other ticks; fills begin so much earlier and end so much later.
    private const double SlackSeconds = 0.002;
    private const double SlackShare = 1e-6;
    private const double ForeverSeconds = 1e8;
    private const int IntervalsMax = 64;

    private readonly int _reach = Colour.IsQuartered(track) ? 0 : ColourReachPixels;

    /// <summary>
    /// The graph from <c>[0:index]</c> to <c>[picture]</c>. The picture's clock starts at 0 and ticks 90,000 times a second.
    /// </summary>
    public string Build()
    {
        var graph = new StringBuilder($"[0:{track.Index}]");

        // A frame without a time cannot be held against the intervals of the fills: it goes, as does one that does not move forward.
        graph.Append($"settb=1/{TicksPerSecond},select='not(isnan(pts))*if(isnan(prev_selected_pts),1,gt(pts,prev_selected_pts))'");
        graph.Append(ToQuarteredColour()).Append(",format=yuv420p");
        if (size.IsScaled)
        {
            Fill(graph, track.StoredWidth, track.StoredHeight, 2);
            graph.Append(CultureInfo.InvariantCulture, $",scale={size.Width}:{size.Height}:{Colour.ScaleFlags}");
        }

        Fill(graph, size.PictureWidth, size.PictureHeight, BlockPixels);
        if (!size.IsScaled)
            graph.Append(CultureInfo.InvariantCulture, $",crop={size.Width}:{size.Height}:0:0");
        return graph.Append(",setsar=1,format=yuv420p,setpts=PTS-STARTPTS[picture]").ToString();
    }

    private string ToQuarteredColour() => (Colour.IsRgb(track), track.FullRange) switch
    {
        (true, _) => $",scale={Colour.ScaleFlags}:out_color_matrix={Colour.Matrix(track)}:out_range=tv",
        (_, true) => $",scale={Colour.ScaleFlags}:in_range=pc:out_range=tv",
        _ => $",scale={Colour.ScaleFlags}",
    };

    private void Fill(StringBuilder graph, int width, int height, int grid)
    {
        var reachX = (double)_reach * width / track.StoredWidth;
        var reachY = (double)_reach * height / track.StoredHeight;
        foreach (var same in regions.GroupBy(region => Snap(region, width, height, reachX, reachY, grid)).OrderBy(group => group.Key))
        {
            var (x, y, w, h) = same.Key;
            if (w <= 0 || h <= 0)
                continue;
            foreach (var times in Merge(same).Chunk(IntervalsMax))
            {
                var when = string.Join('+', times.Select(When));
                graph.Append(CultureInfo.InvariantCulture, $",drawbox=x={x}:y={y}:w={w}:h={h}:c={FillColour}:t=fill:enable='{when}'");
            }
        }
    }

    private static (int X, int Y, int Width, int Height) Snap(
        FillRegion region, int width, int height, double reachX, double reachY, int grid)
    {
        var (left, right) = Snap(region.X * (double)width, ((double)region.X + region.Width) * width, reachX, width, grid);
        var (top, bottom) = Snap(region.Y * (double)height, ((double)region.Y + region.Height) * height, reachY, height, grid);
        return (left, top, right - left, bottom - top);
    }

    private static (int From, int To) Snap(double from, double to, double reach, int side, int grid)
    {
        // Fractions are floats: an edge that lies a hair beyond a pixel's belongs to it.
        const double Hair = 1e-3;
        var low = (int)Math.Floor(Math.Clamp(from - reach + Hair, 0, side) / grid) * grid;
        var high = (int)Math.Ceiling(Math.Clamp(to + reach - Hair, 0, side) / grid) * grid;
        return (low, Math.Min(high, side));
    }

    /// <summary>The intervals on the stream's clock, widened by the slack, those that touch as one.</summary>
    private List<(double From, double To)> Merge(IEnumerable<FillRegion> same)
    {
        var merged = new List<(double From, double To)>();
        foreach (var (from, to) in same.Select(OnTheStreamsClock).Order())
        {
            if (merged.Count > 0 && from <= merged[^1].To)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else
                merged.Add((from, to));
        }

        return merged;
    }

    private (double From, double To) OnTheStreamsClock(FillRegion region)
    {
        var from = Math.Min(region.FromSeconds, ForeverSeconds);
        var to = Math.Min(region.ToSeconds, ForeverSeconds);

        // What comes before the first frame has no place in time: a region from 0 on holds for it, too.
        var earliest = from <= 0 ? -ForeverSeconds : track.StartSeconds + from - Slack(from);
        return (earliest, track.StartSeconds + to + Slack(to));
    }

    private static double Slack(double seconds) => SlackSeconds + (SlackShare * seconds);

    private static string When((double From, double To) time) =>
        string.Create(CultureInfo.InvariantCulture, $"between(t,{time.From:0.######},{time.To:0.######})");
}
