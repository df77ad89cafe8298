namespace Mm.Data.Select;

/// <summary>
/// A bound between two overlapping heaps of values, found without labels: a mixture of two normal distributions is fitted by expectation
/// maximisation (Dempster, Laird and Rubin, 1977), and the bound is where a value belongs to either as likely as not. A pure function of
/// the set of values.
/// </summary>
internal static class AutoBound
{
    private const int Rounds = 200;
    private const int ValuesMin = 20;
    private const int Digits = 6;
    private const double Settled = 1e-9;
    private const double Quarter = 0.25;

    /// <summary>The lowest value that belongs to the upper heap; null where there are too few values, or all are the same.</summary>
    public static double? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length < ValuesMin || sorted[0] == sorted[^1])
            return null;
        var mean = sorted.Average();
        var spread = sorted.Sum(value => (value - mean) * (value - mean)) / sorted.Length;
        var low = new Heap(sorted[(int)(sorted.Length * Quarter)], spread * Quarter, 0.5);
        var high = new Heap(sorted[(int)(sorted.Length * (1 - Quarter))], spread * Quarter, 0.5);
        for (var round = 0; round < Rounds; round++)
        {
            var (lower, upper) = Refit(sorted, low, high, spread * 1e-6);
            var moved = Math.Abs(lower.Mean - low.Mean) + Math.Abs(upper.Mean - high.Mean);
            (low, high) = (lower, upper);
            if (moved < Settled * Math.Sqrt(spread))
                break;
        }

        return Between(low, high);
    }

    private static (Heap Low, Heap High) Refit(double[] values, Heap low, Heap high, double least)
    {
        var (share, lowSum, highSum, lowSquares, highSquares) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            var part = high.PartOf(value, low);
            share += part;
            (highSum, highSquares) = (highSum + (part * value), highSquares + (part * value * value));
            (lowSum, lowSquares) = (lowSum + ((1 - part) * value), lowSquares + ((1 - part) * value * value));
        }

        return (Fitted(values.Length - share, lowSum, lowSquares), Fitted(share, highSum, highSquares));

        Heap Fitted(double count, double sum, double squares)
        {
            count = Math.Max(count, 1);
            var mean = sum / count;
            return new Heap(mean, Math.Max(least, (squares / count) - (mean * mean)), Math.Min(count / values.Length, 1));
        }
    }

    // Between the means the part of the upper heap grows from under to over a half: halving finds where.
    private static double? Between(Heap low, Heap high)
    {
        var (from, to) = (Math.Min(low.Mean, high.Mean), Math.Max(low.Mean, high.Mean));
        for (var i = 0; i < 60 && from < to; i++)
        {
            var middle = (from + to) / 2;
            if (high.PartOf(middle, low) < 0.5)
                from = middle;
            else
                to = middle;
        }

        // Rounded, since exponentials may differ in their last bits from processor to processor.
        return low.Mean < high.Mean ? Math.Round(to, Digits) : null;
    }

    private readonly record struct Heap(double Mean, double Variance, double Share)
    {
        /// <summary>How likely a value is of this heap rather than of the other, 0 to 1.</summary>
        public double PartOf(double value, Heap other) => 1 / (1 + Math.Exp(other.LogOf(value) - LogOf(value)));

        private double LogOf(double value) =>
            Math.Log(Math.Max(Share, double.Epsilon)) - (Math.Log(Variance) / 2) - ((value - Mean) * (value - Mean) / (2 * Variance));
    }
}
