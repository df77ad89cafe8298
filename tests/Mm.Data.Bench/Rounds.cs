using System.Diagnostics;
using System.Globalization;

namespace Mm.Data.Bench;

/// <summary>One thing that is measured: what it is called, and one operation of it.</summary>
internal sealed record Contender(string Name, Func<Task> Operation);

/// <summary>
/// Times contenders in turns, each for a number of operations a round, so that a slower moment of the machine falls on all of them.
/// Gives the median over the rounds.
/// </summary>
internal static class Rounds
{
    public const int Count = 7;
    public const int Operations = 60;

    /// <summary>Prints a table: images a second of each and its ratio to the first.</summary>
    /// <returns>Images a second, in the order of the contenders.</returns>
    public static async Task<IReadOnlyList<double>> RunAsync(string title, params Contender[] contenders)
    {
        var rates = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < Count; round++)
        {
            for (var index = 0; index < contenders.Length; index++)
            {
                var rate = await RateAsync(contenders[index].Operation);
                if (round >= 0) // the round before the first warms up
                    rates[index].Add(rate);
            }
        }

        var medians = rates.Select(Median).ToArray();
        Console.WriteLine();
        Console.WriteLine($"{title,-52} {"images/s",10} {"ratio",8} {"lowest",8} {"highest",8}");
        for (var index = 0; index < contenders.Length; index++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contenders[index].Name,-52} {medians[index],10:0.0} {medians[index] / medians[0],8:0.00} " +
                $"{rates[index].Min(),8:0.0} {rates[index].Max(),8:0.0}"));
        }

        return medians;
    }

    private static async Task<double> RateAsync(Func<Task> operation)
    {
        var watch = Stopwatch.StartNew();
        for (var done = 0; done < Operations; done++)
            await operation();
        return Operations / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
