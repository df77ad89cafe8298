namespace Mm.Data.Models.Detectors;

/// <summary>Size of a network's input, in multiples of <see cref="CascadeGraphs.Stride"/>, and whether it sees the picture
/// mirrored.</summary>
internal sealed record CascadePass(int Width, int Height, bool Mirrored = false)
{
    /// <summary>
    /// Of a whole picture, whose longer side becomes <paramref name="side"/>; what is missing to a multiple lies beyond it.
    /// </summary>
    public static (PixelArea Area, CascadePass Pass) Of(PixelGrid grid, int side)
    {
        var scale = (double)side / Math.Max(grid.Width, grid.Height);
        var pass = new CascadePass(RoundUp(grid.Width * scale), RoundUp(grid.Height * scale));
        return (new PixelArea(0, 0, pass.Width / scale, pass.Height / scale), pass);
    }

    private static int RoundUp(double side) => Math.Max((int)Math.Ceiling(side / CascadeGraphs.Stride), 1) * CascadeGraphs.Stride;
}
