using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Mm.Data.App.Hosting;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench verify</c>: how fast a release is verified, what writing its ledger costs, and how long the story of a sample takes to
/// find, over a release of made-up samples.
/// </summary>
internal static class VerifyBench
{
    private const int Stories = 20;
    private const int MiB = 1 << 20;

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Samples in the release.",
        DefaultValueFactory = _ => 4000,
    };

    private static readonly Option<int> AssetKib = new("--asset-kib")
    {
        Description = "KiB of each asset; 0: a quarter of one, for releases of a million.",
        DefaultValueFactory = _ => 64,
    };

    private static readonly Option<string?> Folder = new("--folder")
    {
        Description = "Where the release is made, and found again by the next call; empty: a temporary folder.",
    };

    public static Command Create() => new Command("verify", "Verification, the ledger's cost, and the story of a sample.")
    {
        Count, AssetKib, Folder,
    }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var count = parse.GetValue(Count);
        var kib = parse.GetValue(AssetKib);
        var release = new SyntheticRelease(
            parse.GetValue(Folder) is { } folder ? Path.GetFullPath(folder) : scratch.Path, count, kib > 0 ? kib * 1024 : 256);
        if (!Directory.Exists(release.Output))
            await release.MakeAsync(cancel);
        string[] files = [.. ReleasePaths.Files(release.Output).Select(path => Path.Combine(release.Output, path))];
        var mib = files.Sum(path => new FileInfo(path).Length) / MiB;

        var table = await Rounds.RunAsync(
            $"verify {count} samples, {mib} MiB", "MiB", parse.GetValue(BenchOptions.Rounds),
            [
                new("SHA-256 of every file, once", stop => Timed.RunAsync(mib, () => DigestAsync(files, stop))),
                new("mmdata verify", stop => Timed.RunAsync(mib, () => VerifyAsync(release.Output, stop))),
            ], cancel);
        return new BenchReport("verify", machine, [table],
        [
            new("verify, of CPU time: on one core", 1000 / table.Rows[1].CpuMs ?? 0, "MiB/s"),
            .. await StoriesAsync(release, cancel),
            .. await LedgerAsync(release, scratch.Path, Math.Min(count, 4000), cancel),
        ]);
    }

    /// <summary>What no verification can do without, as the reference.</summary>
    private static Task DigestAsync(string[] files, CancellationToken cancel) => Parallel.ForEachAsync(files, cancel, async (path, stop) =>
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18);
        await SHA256.HashDataAsync(file, stop);
    });

    private static async Task VerifyAsync(string output, CancellationToken cancel)
    {
        var report = await Verifier.VerifyAsync(output, new VerifyOptions(), cancel);
        if (!report.Holds)
            throw new InvalidOperationException("The made-up release does not hold: " + report.Findings[0]);
    }

    private static async Task<IReadOnlyList<BenchFigure>> StoriesAsync(SyntheticRelease release, CancellationToken cancel)
    {
        var seconds = new List<double>();
        for (var story = 0; story < Stories; story++)
        {
            var id = release.Ids[(int)((long)story * (release.Ids.Count - 1) / (Stories - 1))];
            var watch = Stopwatch.StartNew();
            var told = await SampleTrace.ReadAsync(release.Output, id, cancel);
            seconds.Add(watch.Elapsed.TotalSeconds);
            if (told.Events.Count != 3 || told.Row is null || told.Features is null || !told.Events.All(traced => traced.Proved))
                throw new InvalidOperationException($"The story of {id} is not whole.");
        }

        return
        [
            new("inspect: the story of a sample with its proofs, median", Rounds.Median(seconds), "s"),
            new($"inspect: the longest of {Stories}, the first among them", seconds.Max(), "s"),
        ];
    }

    /// <summary>Writing three events a sample durably, and appending them with all that proves them.</summary>
    private static async Task<IReadOnlyList<BenchFigure>> LedgerAsync(
        SyntheticRelease release, string scratch, int count, CancellationToken cancel)
    {
        var events = Enumerable.Range(0, count).SelectMany(release.EventsOf).ToArray();
        var leaves = new MerkleTree();
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "ledger-cost")).FullName;
        var written = await Timed.OnceAsync(count, async () =>
        {
            var file = Path.Combine(folder, "events.jsonl");
            await Durable.WriteAsync(file, stream => AuditFile.WriteAsync(stream, events, cancel), cancel);
            await foreach (var line in AuditFile.ReadAsync(file, cancel))
                leaves.Add(line.Bytes.Span);
        });
        var appended = await Timed.OnceAsync(count, () => ReleaseLog.AppendAsync(
            new LogStore(Path.Combine(folder, "log"), "", PrivateKey.Generate("bench")), "bench", leaves, folder, cancel));
        return
        [
            new("ledger: writing and reading three events, a sample", (written.WallSeconds + appended.WallSeconds) * 1e6 / count, "us"),
            new("ledger: of it, appending to tiles and signing", appended.WallSeconds * 1e6 / count, "us"),
        ];
    }
}
