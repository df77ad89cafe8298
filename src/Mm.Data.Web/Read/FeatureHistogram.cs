using Mm.Data.Pipeline;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>Samples whose number is at least <paramref name="From"/> and less than <paramref name="To"/>, the last bin's end included,
/// by <see cref="Outcome"/> in the order of its values.</summary>
public sealed record HistogramBin(double From, double To, IReadOnlyList<long> ByOutcome)
{
    public long Samples => ByOutcome.Sum();
}

/// <summary>How a number is spread over the samples of a release, split by what became of them.</summary>
public sealed record FeatureHistogram(NumberColumn Column, IReadOnlyList<HistogramBin> Bins, long Missing)
{
    private const int BinsUsual = 48;
    private const int WholeBinsMax = 64;

    /// <summary>Samples of the highest bin.</summary>
    public long Highest => Bins.Count == 0 ? 0 : Bins.Max(bin => bin.Samples);

    internal static FeatureHistogram Of(ReleaseIndex index, int number)
    {
        var column = index.Facts.Numbers[number];
        if (column.Samples == 0)
            return new FeatureHistogram(column, [], index.Facts.Samples);
        var (bins, width) = Cut(column);
        var outcomes = Enum.GetValues<Outcome>().Length;
        var counts = new long[bins * outcomes];
        byte[] outcomeOf = [.. index.Facts.Verdicts.Select(kind => (byte)kind.Outcome)];
        var (numbers, verdicts) = (new double[SampleScan.BlockRows], new ushort[SampleScan.BlockRows]);
        for (long from = 0; from < index.Facts.Samples; from += SampleScan.BlockRows)
        {
            var count = (int)Math.Min(SampleScan.BlockRows, index.Facts.Samples - from);
            index.Number(number).Read(from, numbers.AsSpan(0, count));
            index.Verdicts.Read(from, verdicts.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                if (!double.IsFinite(numbers[i]))
                    continue;
                var bin = Math.Clamp((int)((numbers[i] - column.Min) / width), 0, bins - 1);
                counts[(bin * outcomes) + outcomeOf[verdicts[i]]]++;
            }
        }

        return new FeatureHistogram(
            column,
            [
                .. Enumerable.Range(0, bins).Select(bin => new HistogramBin(
                    column.Min + (bin * width), column.Min + ((bin + 1) * width), counts[(bin * outcomes)..((bin + 1) * outcomes)])),
            ],
            index.Facts.Samples - column.Samples);
    }

    /// <summary>Few whole numbers have a bin each.</summary>
    private static (int Bins, double Width) Cut(NumberColumn column)
    {
        var range = column.Max - column.Min;
        if (column.IsWhole && range < WholeBinsMax)
            return ((int)range + 1, 1);
        return range > 0 && double.IsFinite(range) ? (BinsUsual, range / BinsUsual) : (1, 1);
    }
}
