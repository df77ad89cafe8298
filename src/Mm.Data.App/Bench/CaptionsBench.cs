using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Mm.Data.App.Hosting;
using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench captions</c>: how many slightly changed captions are told as duplicates, by kind of change, how many of those that are
/// told are none, and what it costs at a tenth of the rows and at all of them. Through the stage's signatures and Select, as in a run.
/// </summary>
internal static class CaptionsBench
{
    private const string OriginalFlag = "bench.original";
    private const string Original = "original";

    private static readonly double[] Bounds = [0.6, DuplicateOptions.UsualTextJaccard];

    private static readonly Option<int> RowCount = new("--rows")
    {
        Description = "Rows of which the cost is measured, from 10.",
        DefaultValueFactory = _ => 1_000_000,
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Captions that are changed, from 1.",
        DefaultValueFactory = _ => 2_000,
    };

    private static readonly Option<string> Input = new("--input")
    {
        Description = "File of captions, one a line, in the place of made-up ones.",
    };

    public static Command Create() => new Command("captions", "Changed captions that are told as duplicates, and what it costs.")
    {
        RowCount, Count, Input,
    }
        .Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        var (rows, count) = (parse.GetValue(RowCount), parse.GetValue(Count));
        if (rows < 10 || count < 1)
            throw new ConfigurationException($"--rows {rows} --count {count}: give rows from 10 and a count from 1.");
        var signature = new CaptionSignature(new byte[SecretKey.BytesMin]); // any key: only equal ones are compared
        var originals = await OriginalsAsync(parse.GetValue(Input), count, cancel);
        var figures = Bounds.SelectMany(bound => Figures(originals, signature, bound)).ToList();
        figures.AddRange(Costs(rows, parse.GetValue(BenchOptions.Rounds), signature, cancel));
        return new BenchReport("captions", machine, [], figures);
    }

    private static async Task<string[][]> OriginalsAsync(string? file, int count, CancellationToken cancel)
    {
        if (file is null)
            return [.. Enumerable.Range(0, count).Select(MadeCaptions.Of)];
        var lines = await File.ReadAllLinesAsync(file, cancel);
        return
        [
            .. lines.Select(line => CaptionSignature.Words(line).ToArray())
                .Where(words => words.Length >= new DuplicateOptions().TextWordsMin).Take(count),
        ];
    }

    private static IEnumerable<BenchFigure> Figures(string[][] originals, CaptionSignature signature, double bound)
    {
        var how = string.Create(CultureInfo.InvariantCulture, $"from {bound} in common");
        var (right, told) = (0, 0);
        foreach (var (name, change) in MadeCaptions.Changes)
        {
            var copies = originals.Select((words, i) => Row($"{i:D6}-copy", signature, change(words, i), isOriginal: false));
            var samples = originals.Select((words, i) => Row($"{i:D6}-{Original}", signature, words, isOriginal: true));
            var drops = Selector.Decide([.. samples, .. copies], Options(bound), SoundPolicy.Keep)
                .Where(decision => decision.Verdict.Reason == "duplicate.text").ToArray();
            var caught = drops.Count(decision => decision.DuplicateOf == $"{decision.Id[..6]}-{Original}");
            (right, told) = (right + caught, told + drops.Length);
            yield return new($"{how}: {name}, recall", (double)caught / originals.Length, $"of {originals.Length}");
        }

        yield return new($"{how}: precision", (double)right / Math.Max(1, told), $"of {told} told");
    }

    private static IEnumerable<BenchFigure> Costs(int rows, int rounds, CaptionSignature signature, CancellationToken cancel)
    {
        var options = Options(DuplicateOptions.UsualTextJaccard);
        var (made, start) = (new MeasuredSample[rows], ProcessTree.CpuSeconds());
        Parallel.For(0, rows, new ParallelOptions { CancellationToken = cancel }, i => made[i] = Made(i, signature));
        var making = ProcessTree.CpuSeconds() - start;
        var (small, large, kept) = (new List<double>(), new List<double>(), 0L);
        for (var round = -1; round < rounds; round++)
        {
            var (tenth, all) = (Time(made.AsSpan(0, rows / 10), options, out _), Time(made, options, out kept));
            if (round < 0)
                continue; // warms up
            small.Add(tenth);
            large.Add(all);
        }

        var (few, many) = (Rounds.Median(small), Rounds.Median(large));
        using var process = Process.GetCurrentProcess();
        return
        [
            new($"making {rows} captions and their signatures, of CPU time", making, "s"),
            new($"deciding on {rows} rows by their captions, of CPU time", many, "s"),
            new($"deciding on {rows / 10} rows, of CPU time", few, "s"),
            new("CPU time a row of all over a row of a tenth", many / few / 10, "times"),
            new("rows kept", kept, ""),
            new("largest memory of the process, the rows included", process.PeakWorkingSet64 / 1048576.0, "MiB"),
        ];
    }

    private static double Time(ReadOnlySpan<MeasuredSample> rows, SelectOptions options, out long kept)
    {
        GC.Collect();
        var start = ProcessTree.CpuSeconds();
        var table = new SelectTableBuilder(options);
        foreach (var row in rows)
            table.Add(row);
        kept = Selector.Decide(table.Build(), options, SoundPolicy.Keep).Kept.LongCount();
        return ProcessTree.CpuSeconds() - start;
    }

    // A tenth is another's caption with a word left out.
    private static MeasuredSample Made(int number, CaptionSignature signature)
    {
        var words = MadeCaptions.Of(number % 10 == 3 ? number / 2 : number);
        return Row($"{number:D8}", signature, number % 10 == 3 ? words[1..] : words, isOriginal: number % 10 != 3);
    }

    private static SelectOptions Options(double bound) => new()
    {
        Duplicates = new DuplicateOptions { TextJaccard = bound, KeepBest = [OriginalFlag] },
    };

    private static MeasuredSample Row(string id, CaptionSignature signature, string[] caption, bool isOriginal)
    {
        var words = CaptionSignature.Words(string.Join(' ', caption));
        var features = new FeatureRow();
        features.Set(KnownFeatures.Modality, "image");
        features.Set(KnownFeatures.CaptionWords, (long)words.Count);
        features.Set(KnownFeatures.CaptionSignature, Convert.ToBase64String(signature.Of(words)!));
        features.Set(OriginalFlag, isOriginal);
        return new MeasuredSample(id, id, new Verdict(Outcome.Kept, "measure", "measured"), features);
    }
}
