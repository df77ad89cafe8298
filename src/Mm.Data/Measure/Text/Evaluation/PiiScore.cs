namespace Mm.Data.Measure.Text.Evaluation;

/// <summary>What was marked, found, and both.</summary>
/// <param name="Type">Our name of the type; "total" and "any type" for sums.</param>
/// <param name="Marked">Spans that the data set marks.</param>
/// <param name="Found">Spans that the analyser found.</param>
/// <param name="Right">Spans that are both.</param>
public sealed record PiiScore(string Type, int Marked, int Found, int Right)
{
    private const double RecallWeight = 4; // beta 2, squared

    /// <summary>Share of what was found that is marked; 0 where nothing was found.</summary>
    public double Precision => Found == 0 ? 0 : (double)Right / Found;

    /// <summary>Share of what is marked that was found; 0 where nothing is marked.</summary>
    public double Recall => Marked == 0 ? 0 : (double)Right / Marked;

    /// <summary>F with beta 2, which weighs a miss four times as much as a false finding.</summary>
    public double F2 => Right == 0 ? 0 : (1 + RecallWeight) * Right / ((RecallWeight * Marked) + Found);
}
