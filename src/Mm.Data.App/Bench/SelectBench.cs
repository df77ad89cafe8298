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
        var small = new List<double>();
        var large = new List<double>();
        var kept = 0L;
        for (var round = -1; round < parse.GetValue(BenchOptions.Rounds); round++)
        {
            var (tenth, all) = (await TimeAsync(features, rows / 10, cancel), await TimeAsync(features, rows, cancel));
            if (round < 0)
                continue; // warms up
            small.Add(tenth.Seconds);
            large.Add(all.Seconds);
            kept = all.Kept;
        }

        var (few, many) = (Rounds.Median(small), Rounds.Median(large));
        using var process = Process.GetCurrentProcess();
        return new BenchReport("select", machine, [],
        [
            new($"select {rows} rows", many, "s"),
            new($"select {rows / 10} rows", few, "s"),
            new("a row of all over a row of a tenth", many / few / 10, "times"),
            new("rows kept", kept, ""),
            new("largest memory of the process, making the rows included", process.PeakWorkingSet64 / 1048576.0, "MiB"),
        ]);
    }

    private static async Task<Timing> TimeAsync(SyntheticFeatures features, int rows, CancellationToken cancel)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var options = SyntheticFeatures.Options;
        var read = Selector.Reads(options);
        var table = new SelectTableBuilder(options);
        foreach (var file in features.Files(rows))
        {
            foreach (var row in (await FeatureFile.ReadAsync(file, column => read.Contains(column.Name), cancel)).Rows)
                table.Add(row);
        }

        var decisions = Selector.Decide(table.Build(), options, SoundPolicy.Remove);
        await using (var events = File.Create(features.Events))
            await AuditFile.WriteAsync(events, decisions.Select(SelectJob.EventOf), cancel);
        return new Timing(watch.Elapsed.TotalSeconds, decisions.Kept.LongCount());
    }

    private sealed record Timing(double Seconds, long Kept);
}
