namespace Mm.Data.App.Bench;

/// <summary>
/// Measures contenders in turns, a round each, so that a slower moment of the machine falls on all of them. Not BenchmarkDotNet: what
/// counts here are ratios between processes on the same machine at the same moment; it would measure each in a process of its own,
/// minutes apart.
/// </summary>
internal static class Rounds
{
    public static async Task<BenchTable> RunAsync(
        string title, string unit, int rounds, IReadOnlyList<Contender> contenders, CancellationToken cancel)
    {
        var readings = contenders.Select(_ => new List<Reading>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var index = 0; index < contenders.Count; index++)
            {
                cancel.ThrowIfCancellationRequested();
                var reading = await contenders[index].RoundAsync(cancel);
                if (round >= 0) // the round before the first warms up
                    readings[index].Add(reading);
            }
        }

        return Table(title, unit, [.. contenders.Select((contender, i) => (contender.Name, readings[i]))]);
    }

    /// <summary>Readings of the same rounds beside each other; the first are the reference.</summary>
    public static BenchTable Table(string title, string unit, IReadOnlyList<(string Name, List<Reading> Readings)> contenders) =>
        new(title, unit, [.. contenders.Select(contender => Row(contender.Name, contender.Readings, contenders[0].Readings))]);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static BenchRow Row(string name, List<Reading> own, List<Reading> reference) => new(
        name,
        Median(own.Select(r => r.Rate)),
        own.Min(r => r.Rate),
        own.Max(r => r.Rate),
        Median(own.Select(r => r.CpuMs)),
        Median(own.Zip(reference, (a, b) => a.Rate / b.Rate)),
        own.All(r => r.CpuSeconds > 0) ? Median(own.Zip(reference, (a, b) => b.CpuMs / a.CpuMs)) : null);
}
