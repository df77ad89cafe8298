namespace Mm.Data.Select;

/// <summary>How hard each kept sample is beside the others: its rank by a feature that is large where a sample is easy.</summary>
internal static class Curriculum
{
    /// <summary>
    /// One number a row of the table: 0 for the largest value of <paramref name="rows"/>, 1 for the smallest, evenly between; equal
    /// values have equal numbers, rows without the feature none.
    /// </summary>
    public static double[] Of(double[] easy, int[] rows)
    {
        var difficulty = new double[easy.Length];
        Array.Fill(difficulty, double.NaN);
        int[] known = [.. rows.Where(row => !double.IsNaN(easy[row])).OrderByDescending(row => easy[row])];
        var rank = 0;
        for (var i = 0; i < known.Length; i++)
        {
            if (easy[known[i]] != easy[known[rank]])
                rank = i;
            difficulty[known[i]] = rank / Math.Max(1.0, known.Length - 1);
        }

        return difficulty;
    }
}
