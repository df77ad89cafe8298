using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Evaluation;

/// <summary>How much of a labelled place was filled, on a grid of points.</summary>
internal static class Coverage
{
    private const int Across = 48;
    private const int Down = 8;

    /// <param name="quad">Four corners in pixels, in reading order.</param>
    /// <param name="page">Size of the page in pixels.</param>
    /// <param name="filled">Regions of the upright picture.</param>
    /// <returns>Share of the place, 0 to 1.</returns>
    public static double Share(float[] quad, (int Width, int Height) page, IReadOnlyList<FillRegion> filled)
    {
        var inside = 0;
        for (var i = 0; i < Across * Down; i++)
        {
            var (u, v) = (((i % Across) + 0.5) / Across, ((i / Across) + 0.5) / Down);
            var x = (quad[0] + ((quad[2] - quad[0]) * u) + ((quad[6] - quad[0]) * v)) / page.Width;
            var y = (quad[1] + ((quad[3] - quad[1]) * u) + ((quad[7] - quad[1]) * v)) / page.Height;
            if (filled.Any(r => x >= r.X && x <= r.X + r.Width && y >= r.Y && y <= r.Y + r.Height))
                inside++;
        }

        return (double)inside / (Across * Down);
    }

    /// <summary>Area of a place in pixels.</summary>
    public static double Area(float[] quad) =>
        Length(quad[2] - quad[0], quad[3] - quad[1]) * Length(quad[6] - quad[0], quad[7] - quad[1]);

    private static double Length(double dx, double dy) => Math.Sqrt((dx * dx) + (dy * dy));
}
