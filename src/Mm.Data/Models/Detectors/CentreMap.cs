using Mm.Data.Pipeline;

namespace Mm.Data.Models.Detectors;

/// <summary>
/// What CenterNet gives for a picture (arXiv 1904.07850): for each cell of 4 pixels how much it looks like the middle of a thing, and how
/// far that would reach.
/// </summary>
/// <param name="heat">One a kind and cell, in [0, 1].</param>
/// <param name="reach">To the left, up, to the right and down, in pixels of the input, each for all cells.</param>
/// <param name="wide">Cells of a row.</param>
/// <param name="scale">Pixels of the picture in one of the input.</param>
internal sealed class CentreMap(float[] heat, float[] reach, int wide, double scale)
{
    public const int Person = 0;
    public const int Animal = 1;

    private const int Kinds = 2;
    private const int Sides = 4;
    private const int Cell = 4;

    /// <summary>Null where there are not as many numbers as the input's size asks for.</summary>
    /// <inheritdoc cref="CentreMap(float[], float[], int, double)"/>
    public static CentreMap? Read(float[] heat, float[] reach, CascadePass pass, double scale)
    {
        var (wide, cells) = (pass.Width / Cell, pass.Width / Cell * (pass.Height / Cell));
        return heat.Length == Kinds * cells && reach.Length == Sides * cells ? new CentreMap(heat, reach, wide, scale) : null;
    }

    /// <summary>The likeliest thing of a kind that holds at least <paramref name="share"/> of a box; 0 where there is none.</summary>
    /// <param name="kind"><see cref="Person"/> or <see cref="Animal"/>.</param>
    /// <param name="box">In pixels of the picture.</param>
    /// <param name="share">From 0 to 1.</param>
    public float Likeliest(int kind, Box box, double share)
    {
        var cells = heat.Length / Kinds;
        var best = 0f;
        for (var cell = 0; cell < cells; cell++)
        {
            var here = heat[(kind * cells) + cell];
            if (here > best && Held(cell, cells, box) >= share)
                best = here;
        }

        return best;
    }

    private double Held(int cell, int cells, Box box)
    {
        var (x, y) = (cell % wide * Cell, cell / wide * Cell);
        var width = Shared((x - reach[cell]) * scale, (x + reach[(2 * cells) + cell]) * scale, box.X, box.X + box.Width);
        var height = Shared((y - reach[cells + cell]) * scale, (y + reach[(3 * cells) + cell]) * scale, box.Y, box.Y + box.Height);
        return width * height / (box.Width * box.Height);
    }

    private static double Shared(double from, double to, double start, double end) =>
        Math.Max(0, Math.Min(to, end) - Math.Max(from, start));
}
