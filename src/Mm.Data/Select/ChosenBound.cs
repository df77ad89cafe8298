namespace Mm.Data.Select;

/// <summary>A bound that a rule chose by itself.</summary>
/// <param name="Min">Lowest value that is kept; null: nothing is dropped.</param>
/// <param name="WrongShare">Share of the pairs that is wrong, estimated; null where there were no decoys to tell it by.</param>
internal sealed record ChosenBound(double? Min, double? WrongShare)
{
    private const int DecoysMin = 100;

    // Right pairs lie above most decoys, so below these quantiles of theirs there are next to none, and still enough decoys to count by.
    private static readonly double[] LowQuantiles = [0.2, 0.3, 0.4, 0.5];

    private const double ShareMin = 0.02;
    private const double ShareMax = 0.95;
    private const int Digits = 6;

    /// <summary>
    /// By decoys where there are enough of them, else by two heaps. Decoys are values of pairs known to be wrong, as searches of mass
    /// spectra are judged by (Elias and Gygi, Target-decoy search strategy, 2007): they say how wrong pairs lie, the rest of the values
    /// how right ones do. The bound is where the same share of either falls on the wrong side. A pure function of the sets of values.
    /// </summary>
    public static ChosenBound Of(IReadOnlyList<double> values, IReadOnlyList<double> decoys)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        double[] wrong = [.. decoys.Where(double.IsFinite).Order()];
        if (wrong.Length < DecoysMin || sorted.Length < DecoysMin)
            return new ChosenBound(AutoBound.Of(sorted), null);
        var share = Math.Min(1, LowQuantiles.Select(quantile => wrong[(int)(wrong.Length * quantile)])
            .Average(low => Below(sorted, low) / Math.Max(Below(wrong, low), 1.0 / wrong.Length)));
        return new ChosenBound(share < ShareMin ? null : Between(sorted, wrong, Math.Min(share, ShareMax)), Math.Round(share, Digits));
    }

    // Where as many of the right pairs lie below as of the wrong ones above, in shares. Noise may make it cross there several times:
    // the values on the low side of it are counted, wherever they stand.
    private static double? Between(double[] values, double[] wrong, double share)
    {
        var (place, low) = (0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            while (place < wrong.Length && wrong[place] < values[i])
                place++;
            var (all, dropped) = ((double)i / values.Length, (double)place / wrong.Length);
            low += ((all - (share * dropped)) / (1 - share)) + dropped < 1 ? 1 : 0;
        }

        // Rounded, since scores may differ in their last bits from processor to processor.
        return low < values.Length ? Math.Round(values[low], Digits) : null;
    }

    private static double Below(double[] sorted, double bound)
    {
        var at = Array.BinarySearch(sorted, bound);
        at = at < 0 ? ~at : at;
        while (at > 0 && sorted[at - 1] >= bound)
            at--;
        return (double)at / sorted.Length;
    }
}
