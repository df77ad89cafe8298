using System.Diagnostics;
using System.Globalization;
using Mm.Data.Fuzz;

// Before anything of the library runs: instrumented code writes into the map from its first branch on.
var coverage = new Coverage();
return await FuzzLoop.RunAsync(args, coverage);

internal static class FuzzLoop
{
    private const double SlowSeconds = 10;
    private const int FindingsMax = 20;

    public static async Task<int> RunAsync(string[] args, Coverage coverage)
    {
        var target = FuzzTargets.All.FirstOrDefault(one => one.Name == args.FirstOrDefault());
        if (target is null)
        {
            Console.Error.WriteLine($"Give a target: {string.Join(", ", FuzzTargets.All.Select(one => one.Name))}.");
            return 2;
        }

        var minutes = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        var folder = Directory.CreateDirectory(args.Length > 2 ? args[2] : "fuzz-findings").FullName;
        var random = new Random(args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 1);
        var (corpus, mutator, findings) = (new List<byte[]>(target.Seeds), new Mutator(random), new Dictionary<string, string>());
        var (watch, tries) = (Stopwatch.StartNew(), 0L);
        foreach (var seed in target.Seeds)
            await OneAsync(seed);
        while (watch.Elapsed.TotalMinutes < minutes && findings.Count < FindingsMax)
            await OneAsync(mutator.Mutate(corpus[random.Next(corpus.Count)], corpus));
        Console.WriteLine(
            $"{target.Name}: {tries} inputs in {watch.Elapsed.TotalSeconds:F0} s, {coverage.Seen} edges, corpus {corpus.Count}, {findings.Count} findings");
        foreach (var (place, file) in findings)
            Console.WriteLine($"  {place}  {file}");
        return findings.Count == 0 ? 0 : 1;

        async Task OneAsync(byte[] input)
        {
            tries++;
            coverage.Clear();
            var began = watch.Elapsed;
            var fault = await target.TryAsync(input);
            var slow = (watch.Elapsed - began).TotalSeconds > SlowSeconds;
            if (coverage.IsNew())
                corpus.Add(input);
            if (fault is not null || slow)
                await KeepAsync(fault is null ? "slow" : Place(fault), input);
        }

        async Task KeepAsync(string place, byte[] input)
        {
            var file = Path.Combine(folder, $"{target.Name}-{findings.Count:00}");
            if (!findings.TryAdd(place, file))
                return;
            await File.WriteAllBytesAsync(file, input);
        }
    }

    /// <summary>Findings of one place are one finding.</summary>
    private static string Place(Exception fault) =>
        $"{fault.GetType().Name} {fault.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Mm.Data", StringComparison.Ordinal))?.Trim()}";
}
