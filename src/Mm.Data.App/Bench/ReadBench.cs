using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Publish;
using Mm.Data.Reader;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench read</c>: how fast a trainer gets rows from a release that lies in the page cache, without decoding pictures, and what
/// memory ten epochs take.
/// </summary>
internal static class ReadBench
{
    private const int Epochs = 10;

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Samples in the release.",
        DefaultValueFactory = _ => 20_000,
    };

    private static readonly Option<int> AssetKib = new("--asset-kib")
    {
        Description = "KiB of each asset.",
        DefaultValueFactory = _ => 16,
    };

    public static Command Create() => new Command("read", "Rows a second that a trainer gets from a release, and the memory of ten epochs.")
    {
        Count, AssetKib,
    }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var count = parse.GetValue(Count);
        var release = new SyntheticRelease(scratch.Path, count, parse.GetValue(AssetKib) * 1024);
        await release.MakeAsync(cancel);
        var all = await OpenAsync(release, null, cancel);
        var pairs = await OpenAsync(release, ["id", "text", "image"], cancel);
        var numbers = await OpenAsync(release, ["id", "text", "made_number_00"], cancel);

        Contender Of(string name, Func<CancellationToken, Task<long>> read) =>
            new(name, stop => Timed.OnceAsync(count, () => CountedAsync(read(stop), count)));
        var table = await Rounds.RunAsync(
            $"read {count} rows with assets of {parse.GetValue(AssetKib)} KiB", "rows", parse.GetValue(BenchOptions.Rounds),
            [
                Of("all columns in the order of the files, as verify reads", stop => PlainAsync(release, stop)),
                Of("all columns, shuffled", stop => EpochAsync(all, 0, stop)),
                Of("id, text, image, shuffled", stop => EpochAsync(pairs, 0, stop)),
                Of("the same for one rank of eight, an eighth of the rows, times eight", stop => RanksAsync(pairs, stop)),
                Of("id, text and a score, shuffled", stop => EpochAsync(numbers, 0, stop)),
            ], cancel);
        return new BenchReport("read", machine, [table],
        [
            new("id, text, image, of CPU time: on one core", 1000 / table.Rows[2].CpuMs ?? 0, "rows/s"),
            .. await MemoryAsync(pairs, cancel),
        ]);
    }

    private static Task<ReleaseDataset> OpenAsync(SyntheticRelease release, string[]? columns, CancellationToken cancel) =>
        ReleaseDataset.OpenAsync(release.Output, new DatasetOptions { Columns = columns }, cancel);

    private static async Task CountedAsync(Task<long> read, long count)
    {
        if (await read != count)
            throw new InvalidOperationException("Not every row was read.");
    }

    private static async Task<long> PlainAsync(SyntheticRelease release, CancellationToken cancel)
    {
        var reader = await ReleaseReader.OpenAsync(release.Output, cancel);
        return await reader.RowsAsync("train", cancel).LongCountAsync(cancel);
    }

    private static async Task<long> EpochAsync(ReleaseDataset dataset, int epoch, CancellationToken cancel) =>
        await dataset.Read(new ReadOrder { Seed = 1, Epoch = epoch }, new Consumer()).LongCountAsync(cancel);

    private static async Task<long> RanksAsync(ReleaseDataset dataset, CancellationToken cancel)
    {
        long rows = 0;
        for (var rank = 0; rank < 8; rank++)
            rows += await dataset.Read(new ReadOrder { Seed = 1 }, new Consumer(rank, 8)).LongCountAsync(cancel);
        return rows;
    }

    private static async Task<IReadOnlyList<BenchFigure>> MemoryAsync(ReleaseDataset dataset, CancellationToken cancel)
    {
        var peaks = new List<double>();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var peak = 0.0;
            long rows = 0;
            await foreach (var row in dataset.Read(new ReadOrder { Seed = 1, Epoch = epoch }, new Consumer()).WithCancellation(cancel))
            {
                if (rows++ % 1000 == 0)
                    peak = Math.Max(peak, ProcessTree.MemoryMib(Environment.ProcessId));
            }

            peaks.Add(peak);
        }

        return
        [
            new("memory of the process at most, second epoch", peaks[1], "MiB"),
            new("memory of the process at most, tenth epoch", peaks[^1], "MiB"),
            new("tenth to second", peaks[^1] / peaks[1], "x"),
        ];
    }
}
