using System.CommandLine;
using System.Diagnostics;
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
    private const int CallsAMinute = 1_000_000;

    private static readonly Option<int> Runs = Number("--runs", "Runs in the catalog.", 2000);
    private static readonly Option<int> Shards = Number("--shards", "Shards of each run.", 50);
    private static readonly Option<int> Count = Number("--count", "Samples in the release.", 100_000);
    private static readonly Option<int> Numbers = Number("--numbers", "Numbers that were measured of each sample.", 24);
    private static readonly Option<int> Quarantined = Number("--quarantined", "Samples in quarantine.", 60_000);
    private static readonly Option<int> Viewers = Number("--viewers", "How many ask at once.", 20);
    private static readonly Option<int> Requests = Number("--requests", "Times that each page is asked for.", 200);

    private static readonly Option<string?> Only = new("--only") { Description = "Asks for pages alone whose name holds this." };

    private static readonly Option<string?> Folder = new("--folder")
    {
        Description = "Where release and catalog are made, and found again by the next call; empty: a temporary folder.",
    };

    public static Command Create() => new Command(
        "pages", "Pages and lists of the API with many viewers at once: median and 95th percentile.")
    {
        Runs, Shards, Count, Numbers, Quarantined, Viewers, Requests, Only, Folder,
    }.Measures(RunAsync);

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var root = parse.GetValue(Folder) is { } folder ? Path.GetFullPath(folder) : scratch.Path;
        var (state, pages) = await MakeAsync(parse, root, cancel);
        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, cancel);
        var web = new WebOptions { Url = "http://127.0.0.1:0", RequestsPerMinute = CallsAMinute };
        await using var app = ServeCommand.Build(settings with { State = state, Web = web }, catalog);
        await app.StartAsync(cancel);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(10) };
        var figures = new List<BenchFigure>();
        await IndexAsync(client, pages.Samples, figures, cancel);
        var (viewers, only) = (parse.GetValue(Viewers), parse.GetValue(Only) ?? "");
        foreach (var (name, path) in pages.All().Where(page => page.Name.Contains(only, StringComparison.Ordinal)))
        {
            await AskAsync(client, n => path(BenchedPages.Beyond + n), viewers, viewers, cancel); // compiled, and in memory
            var before = ProcessTree.CpuSeconds();
            var times = await AskAsync(client, path, viewers, parse.GetValue(Requests), cancel);
            var cpuMs = (ProcessTree.CpuSeconds() - before) * 1000 / times.Length;
            figures.Add(new BenchFigure($"{name}, median", Percentile(times, 0.5), "ms"));
            figures.Add(new BenchFigure($"{name}, 95th percentile", Percentile(times, 0.95), "ms"));
            figures.Add(new BenchFigure($"{name}, service and viewer together", cpuMs, "CPU ms each"));
        }

        await app.StopAsync(cancel);
        return new BenchReport("pages", machine, [], figures);
    }

    /// <summary>Release and catalog, made where they are not there yet.</summary>
    private static async Task<(StateOptions State, BenchedPages Pages)> MakeAsync(ParseResult parse, string root, CancellationToken cancel)
    {
        var (count, numbers, quarantined) = (parse.GetValue(Count), parse.GetValue(Numbers), parse.GetValue(Quarantined));
        var (runs, shards) = (parse.GetValue(Runs), parse.GetValue(Shards));
        var release = new SyntheticRelease(root, count, assetBytes: 256, numbers, isAlike: true);
        if (!Directory.Exists(release.Output))
            await release.MakeAsync(cancel);
        string key;
        using (var reader = await ReleaseReader.OpenAsync(release.Output, cancel))
            key = RunKeys.Run(reader.Manifest.RunKey, release.Output);
        var state = new StateOptions { Folder = Path.Combine(root, "state") };
        if (!Directory.Exists(state.Folder))
            await new MadeCatalog(state, runs, shards, quarantined).FillAsync((key, release.Output), count, cancel);
        return (state, new BenchedPages(key, release.Ids, runs, shards, quarantined, numbers));
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
