using System.CommandLine;
using System.Diagnostics;
using Mm.Data.App.Hosting;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench select</c>: what Select costs on made-up feature rows, from the feature files to its audit events, at a tenth of the
/// rows and at all of them: the ratio of both tells whether it grows faster than its input.
/// </summary>
internal static class SelectBench
{
    private const int Million = 1_000_000;

    private static readonly Option<int> RowCount = new("--rows")
    {
        Description = "Feature rows, from 10.",
        DefaultValueFactory = _ => Million,
    };

    public static Command Create() => new Command("select", "Rules, duplicates, take and split over made-up feature rows.") { RowCount }
        .Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        var rows = parse.GetValue(RowCount);
        if (rows < 10)
            throw new ConfigurationException($"--rows {rows}: give a number from 10.");
        using var scratch = new ScratchFolder();
        var features = new SyntheticFeatures(scratch.Path);
        await features.WriteAsync(rows, cancel);
        var (small, large) = (new List<Timing>(), new List<Timing>());
        for (var round = -1; round < parse.GetValue(BenchOptions.Rounds); round++)
        {
            var (tenth, all) = (await TimeAsync(features, rows / 10, cancel), await TimeAsync(features, rows, cancel));
            if (round < 0)
                continue; // warms up
            small.Add(tenth);
            large.Add(all);
        }

        var (few, many) = (Rounds.Median(small.Select(one => one.CpuSeconds)), Rounds.Median(large.Select(one => one.CpuSeconds)));
        using var process = Process.GetCurrentProcess();
        return new BenchReport("select", machine, [],
        [
            new($"select {rows} rows", Rounds.Median(large.Select(one => one.Seconds)), "s"),
            new($"select {rows} rows, of CPU time", many, "s"),
            new("of it, reading the features", Rounds.Median(large.Select(one => one.ReadCpuSeconds)), "s"),
            new("of it, deciding", Rounds.Median(large.Select(one => one.DecideCpuSeconds)), "s"),
            new($"select {rows / 10} rows", Rounds.Median(small.Select(one => one.Seconds)), "s"),
            new($"select {rows / 10} rows, of CPU time", few, "s"),
            new("CPU time a row of all over a row of a tenth", many / few / 10, "times"),
            new("rows kept", large[0].Kept, ""),
            new("largest memory of the process, making the rows included", process.PeakWorkingSet64 / 1048576.0, "MiB"),
        ]);
    }

    private static async Task<Timing> TimeAsync(SyntheticFeatures features, int rows, CancellationToken cancel)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var start = ProcessTree.CpuSeconds();
        var options = SyntheticFeatures.Options;
        var read = Selector.Reads(options);
        var table = new SelectTableBuilder(options);
        foreach (var file in features.Files(rows))
        {
            foreach (var row in (await FeatureFile.ReadAsync(file, column => read.Contains(column.Name), cancel)).Rows)
                table.Add(row);
        }

        var wasRead = ProcessTree.CpuSeconds();
        var decisions = Selector.Decide(table.Build(), options, SoundPolicy.Remove);
        var decided = ProcessTree.CpuSeconds();
        await using (var events = File.Create(features.Events))
            await AuditFile.WriteAsync(events, decisions.Select(SelectJob.EventOf), cancel);
        return new Timing(
            watch.Elapsed.TotalSeconds, ProcessTree.CpuSeconds() - start, wasRead - start, decided - wasRead, decisions.Kept.LongCount());
    }

    private sealed record Timing(double Seconds, double CpuSeconds, double ReadCpuSeconds, double DecideCpuSeconds, long Kept);
}
