using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Web;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench pages</c>: how long the dashboard's pages take with many viewers at once, over a made-up catalog and a made-up release.
/// </summary>
internal static class PagesBench
{
    private const int TilesAPage = 48;
    private const int RowsAPage = 50;
    private const int FarPage = 1000;

    private static readonly Option<int> Runs = Number("--runs", "Runs in the catalog.", 2000);
    private static readonly Option<int> Shards = Number("--shards", "Shards of each run.", 50);
    private static readonly Option<int> Count = Number("--count", "Samples in the release.", 100_000);
    private static readonly Option<int> Quarantined = Number("--quarantined", "Samples in quarantine.", 60_000);
    private static readonly Option<int> Viewers = Number("--viewers", "How many ask at once.", 20);
    private static readonly Option<int> Requests = Number("--requests", "Times that each page is asked for.", 200);

    private static readonly Option<string?> Folder = new("--folder")
    {
        Description = "Where release and catalog are made, and found again by the next call; empty: a temporary folder.",
    };

    public static Command Create() => new Command("pages", "Pages of the dashboard with many viewers at once: median and 95th percentile.")
    {
        Runs, Shards, Count, Quarantined, Viewers, Requests, Folder,
    }.Measures(RunAsync);

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var root = parse.GetValue(Folder) is { } folder ? Path.GetFullPath(folder) : scratch.Path;
        var release = new SyntheticRelease(root, parse.GetValue(Count), assetBytes: 256);
        if (!Directory.Exists(release.Output))
            await release.MakeAsync(cancel);
        string key;
        using (var reader = await ReleaseReader.OpenAsync(release.Output, cancel))
            key = RunKeys.Run(reader.Manifest.RunKey, release.Output);
        var state = new StateOptions { Folder = Path.Combine(root, "state") };
        if (!Directory.Exists(state.Folder))
        {
            await new MadeCatalog(state, parse.GetValue(Runs), parse.GetValue(Shards), parse.GetValue(Quarantined))
                .FillAsync((key, release.Output), parse.GetValue(Count), cancel);
        }

        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, cancel);
        await using var app = ServeCommand.Build(
            settings with { State = state, Web = new WebOptions { Url = "http://127.0.0.1:0" } }, catalog);
        await app.StartAsync(cancel);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(10) };
        var figures = new List<BenchFigure>();
        await IndexAsync(client, $"/releases/{key}/samples", figures, cancel);
        foreach (var (name, path) in Pages(key, release.Ids, parse))
        {
            var before = ProcessTree.CpuSeconds();
            var times = await AskAsync(client, path, parse.GetValue(Viewers), parse.GetValue(Requests), cancel);
            figures.Add(new BenchFigure($"{name}, median", Percentile(times, 0.5), "ms"));
            figures.Add(new BenchFigure($"{name}, 95th percentile", Percentile(times, 0.95), "ms"));
            figures.Add(new BenchFigure(
                $"{name}, service and viewer together", (ProcessTree.CpuSeconds() - before) * 1000 / times.Length, "CPU ms each"));
        }

        await app.StopAsync(cancel);
        return new BenchReport("pages", machine, [], figures);
    }

    /// <summary>Each page as a path of its n-th request: what viewers look at differs.</summary>
    private static IEnumerable<(string Name, Func<int, string> Path)> Pages(string key, IReadOnlyList<string> ids, ParseResult parse)
    {
        var (runs, shards, quarantined) = (parse.GetValue(Runs), parse.GetValue(Shards), parse.GetValue(Quarantined));
        string Id(int n) => ids[(int)((long)n * 7919 % ids.Count)];
        string Behind(int page) => ids[Math.Min(ids.Count - TilesAPage - 1, (page - 1) * TilesAPage)];
        var samples = $"/releases/{key}/samples";
        yield return ("runs, first page", _ => "/");
        yield return ("runs, searched", n => $"/?q=pipeline-{n % 12}");
        yield return ("runs, far page", n => $"/?after={1_767_225_600_000 + (60_000L * (RowsAPage + (n % 20)))}-x");
        yield return ("a run", n => $"/runs/{MadeCatalog.Key(n % (runs - 1))}");
        yield return ("a run, shards by state", n => $"/runs/{MadeCatalog.Key(n % (runs - 1))}?shards=tried-again");
        yield return (
            $"a run of {shards} shards, far page", n => $"/runs/{MadeCatalog.Key(n % (runs - 1))}?after=measure-{(shards / 2) - 5}");
        yield return ("releases", _ => "/releases");
        yield return ("a release", _ => $"/releases/{key}");
        yield return ("scores", n => $"/releases/{key}/scores?feature=made.number-{n % 24:00}");
        yield return ("what-if, another bound each time", n => string.Create(
            CultureInfo.InvariantCulture, $"/releases/{key}/scores?feature=made.number-{n % 24:00}&min={n % 1000 / 1000.0}"));
        yield return ("samples, first page", _ => samples);
        yield return ($"samples, page {FarPage}", n => $"{samples}?after={Behind(FarPage + (n % 10))}");
        yield return ("samples, searched for words", n => $"{samples}?q=number+{n % 50}1234");
        yield return ("samples, by a number", n => $"{samples}?feature=made.number-03&min=0.{n % 50:00}&max=0.9");
        yield return ("a sample with its proofs", n => $"{samples}/{Id(n)}");
        yield return ("a picture", n => $"/releases/{key}/media/{Id(n / TilesAPage)}");
        yield return ("quarantine, first page", _ => "/quarantine");
        yield return ($"quarantine, page {FarPage}", n => $"/quarantine?after={MadeCatalog.Key(n % quarantined)}/pipeline-{9 + (n % 2)}");
        yield return ("models", _ => "/models");
        yield return ("workers", _ => "/workers");
    }

    /// <summary>The first look at a release makes its index.</summary>
    private static async Task IndexAsync(HttpClient client, string path, List<BenchFigure> figures, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        while ((await client.GetStringAsync(new Uri(path, UriKind.Relative), cancel)).Contains("being gathered", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
        figures.Add(new BenchFigure("the release's index, made once", watch.Elapsed.TotalSeconds, "s"));
    }

    private static async Task<double[]> AskAsync(
        HttpClient client, Func<int, string> path, int viewers, int requests, CancellationToken cancel)
    {
        var times = new double[requests];
        var next = -1;
        await client.GetByteArrayAsync(new Uri(path(0), UriKind.Relative), cancel); // compiled
        await Task.WhenAll(Enumerable.Range(0, viewers).Select(_ => Task.Run(
            async () =>
            {
                for (var n = Interlocked.Increment(ref next); n < requests; n = Interlocked.Increment(ref next))
                {
                    var watch = Stopwatch.StartNew();
                    await client.GetByteArrayAsync(new Uri(path(n), UriKind.Relative), cancel);
                    times[n] = watch.Elapsed.TotalMilliseconds;
                }
            }, cancel)));
        return times;
    }

    private static double Percentile(double[] times, double share) =>
        times.Order().ElementAt((int)Math.Min(times.Length - 1, times.Length * share));
}
