namespace Mm.Data.Render.Tracks;

/// <summary>Least squares by normal equations: for the few points and low degrees of a track.</summary>
internal static class Polynomial
{
    /// <summary>Coefficients from the constant on. Equal times give zeros.</summary>
    public static double[] Fit(IEnumerable<(double Time, double Value)> points, int degree)
    {
        var size = degree + 1;
        var rows = new double[size, size + 1];
        foreach (var (time, value) in points)
        {
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    rows[i, j] += Math.Pow(time, i + j);
                rows[i, size] += Math.Pow(time, i) * value;
            }
        }

        for (var i = 0; i < size; i++)
        {
            if (Math.Abs(rows[i, i]) < 1e-12)
                return new double[size];
            for (var k = 0; k < size; k++)
            {
                var factor = rows[k, i] / rows[i, i];
                for (var j = i; j <= size && k != i; j++)
                    rows[k, j] -= factor * rows[i, j];
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => rows[i, size] / rows[i, i])];
    }
}
