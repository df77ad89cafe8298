using System.Globalization;
using System.Text;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// The filter graph that brings a film to its output: colour to 8-bit 4:2:0, regions filled solid, size, clock. Regions are filled
/// before anything mixes neighbouring pixels, so that what was inside reaches no other pixel, and again after scaling on the grid of
/// H.264's 16-pixel blocks, so that the edge of the fill is the edge of a block.
/// </summary>
/// <param name="track">What is filled.</param>
/// <param name="size">Of the output.</param>
/// <param name="regions">What to fill.</param>
/// <param name="folder">Where the graph's command files go; ends with the rendering.</param>
internal sealed class FillGraph(PictureTrack track, OutputSize size, IReadOnlyList<FillRegion> regions, string folder)
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

    private readonly int _reach = Colour.IsQuartered(track) ? 0 : ColourReachPixels;

    /// <summary>
    /// The graph from <c>[0:index]</c> to <c>[picture]</c>. The picture's clock starts at 0 and ticks 90,000 times a second.
    /// </summary>
    public string Build()
    {
        var graph = new StringBuilder($"[0:{track.Index}]");

        // A frame without a time cannot be held against the intervals of the fills: it goes, as does one that does not move forward.
        // Time 0 is the first frame.
        var start = (long)Math.Round(track.StartSeconds * TicksPerSecond);
        graph.Append(CultureInfo.InvariantCulture, $"settb=1/{TicksPerSecond},setpts=PTS-({start}),");
        graph.Append("select='not(isnan(pts))*if(isnan(prev_selected_pts),1,gt(pts,prev_selected_pts))'");
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
        var fills =
            from same in regions.GroupBy(region => Snap(region, width, height, reachX, reachY, grid))
            where same.Key.Width > 0 && same.Key.Height > 0
            from time in Merge(same)
            select new TimedFill(same.Key.X, same.Key.Y, same.Key.Width, same.Key.Height, time.From, time.To);
        new FillSlots($"g{grid}s", FillColour).Append(graph, fills, Path.Combine(folder, $"fills-{grid}"));
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

    /// <summary>The intervals widened by the slack, those that touch as one.</summary>
    private static List<(double From, double To)> Merge(IEnumerable<FillRegion> same)
    {
        var merged = new List<(double From, double To)>();
        foreach (var (from, to) in same.Select(Widened).Order())
        {
            if (merged.Count > 0 && from <= merged[^1].To)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else
                merged.Add((from, to));
        }

        return merged;
    }

    private static (double From, double To) Widened(FillRegion region)
    {
        var from = Math.Min(region.FromSeconds, ForeverSeconds);
        var to = Math.Min(region.ToSeconds, ForeverSeconds);

        // What comes before the first frame has no place in time: a region from 0 on holds for it, too.
        return (from - Slack(from), to + Slack(to));
    }

    private static double Slack(double seconds) => SlackSeconds + (SlackShare * seconds);
}
