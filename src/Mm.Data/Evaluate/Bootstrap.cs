using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.Evaluate;

/// <summary>
/// Percentile bootstrap (Efron, Bootstrap Methods: Another Look at the Jackknife, 1979): samples are drawn with replacement, as many as
/// there are, and each draw gives the figure anew. Drawn by a generator that follows from the seed: the same on every machine.
/// </summary>
internal sealed class Bootstrap(string seed, int resamples, double confidence)
{
    private const int Digits = 6;

    /// <summary>Recall at 1, 5 and 10 and the median, of ranks from 1.</summary>
    public SideRecall Recall(int[] ranks)
    {
        int[] distinct = [.. ranks.Distinct().Order()];
        var places = distinct.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[] placed = [.. ranks.Select(rank => places[rank])];
        var all = Counts(placed, distinct.Length, i => i);
        var drawn = Draws(ranks.Length, pick => Counts(placed, distinct.Length, pick));
        return new SideRecall(Of(counts => Share(counts, 1)), Of(counts => Share(counts, 5)), Of(counts => Share(counts, 10)), Of(Median));

        Estimate Of(Func<int[], double> figure) => Interval(figure(all), [.. drawn.Select(figure)]);

        double Share(int[] counts, int at) =>
            (double)counts.Index().TakeWhile(pair => distinct[pair.Index] <= at).Sum(pair => pair.Item) / ranks.Length;

        double Median(int[] counts) => (RankAt(counts, (ranks.Length - 1) / 2) + RankAt(counts, ranks.Length / 2)) / 2.0;

        int RankAt(int[] counts, int index)
        {
            var place = 0;
            for (var below = counts[0]; below <= index; below += counts[place])
                place++;
            return distinct[place];
        }
    }

    /// <summary>The mean.</summary>
    public Estimate Mean(double[] values) => Interval(
        values.Average(),
        Draws(values.Length, pick => Enumerable.Range(0, values.Length).Sum(i => values[pick(i)]) / values.Length));

    public static double Rounded(double value) => Math.Round(value, Digits);

    // Every figure draws the same samples: its generator starts anew.
    private T[] Draws<T>(int count, Func<Func<int, int>, T> figure)
    {
        var state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"bootstrap {seed}")));
        var drawn = new T[resamples];
        for (var i = 0; i < resamples; i++)
            drawn[i] = figure(_ => (int)Math.BigMul(Next(ref state), (ulong)count, out ulong _));
        return drawn;
    }

    private Estimate Interval(double value, double[] drawn)
    {
        Array.Sort(drawn);
        var tail = (1 - confidence) / 2;
        var low = (int)Math.Floor(tail * (drawn.Length - 1));
        return new Estimate(Rounded(value), Rounded(drawn[low]), Rounded(drawn[^(low + 1)]));
    }

    private static int[] Counts(int[] placed, int distinct, Func<int, int> pick)
    {
        var counts = new int[distinct];
        for (var i = 0; i < placed.Length; i++)
            counts[placed[pick(i)]]++;
        return counts;
    }

    // SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
