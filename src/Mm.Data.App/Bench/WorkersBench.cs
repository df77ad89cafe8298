using System.CommandLine;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench workers</c>: what a second worker on a second core adds to the measure phase of a run that both share through
/// PostgreSQL, its own where the settings name none. Each worker is a process of its own, held to a core of its own with the decoder that
/// it starts; the second sleeps every other while.
/// </summary>
internal static class WorkersBench
{
    private const int Width = 1024;
    private const int Height = 768;

    /// <summary>Shards before anything is timed, so that every worker has had several: its code is compiled by then.</summary>
    private const int WarmUpShards = 32;

    private const int RoundsUsual = 3;

    /// <summary>Drops everything behind Measure, which alone is timed: rendering would take as long again.</summary>
    private static readonly string[] MeasureAlone =
    [
        "--set", "select.rules=[{feature: media.pixels, min: 1000000000, reason: bench.measured}]", "--set", "publish.keptMin=0",
    ];

    private static readonly Argument<string> Pipeline = new("pipeline")
    {
        Description = "Pipeline file.",
        DefaultValueFactory = _ => "ops/bench/peer.yaml",
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = $"Pictures of {Width} x {Height} to generate for each run.",
        DefaultValueFactory = _ => 6000,
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Dual encoder for the pipeline's alignment stage.",
        DefaultValueFactory = _ => "mini",
    };

    private static readonly Option<int> ShardSamples = new("--shard")
    {
        Description = "Samples of a shard.",
        DefaultValueFactory = _ => 64,
    };

    public static Command Create() =>
        new Command("workers", "Two workers on two cores against one on one, in turns within the measure phase of runs on PostgreSQL.")
        {
            Pipeline, Count, Model, ShardSamples,
        }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var cores = CpuAffinity.Allowed();
        if (cores.Count < 2)
            throw new ConfigurationException("bench workers takes two cores, and this process may use one.");
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        if (settings.State.Database is StateDatabase.Postgresql)
            return await MeasureAsync(parse, settings, new(machine, scratch.Path, [cores[0], cores[1]], []), cancel);
        await using var server = await OwnPostgres.StartAsync(scratch.Path, cancel);
        string[] state = ["State:Database=postgresql", $"State:Connection={server.State.Connection}"];
        return await MeasureAsync(
            parse, settings with { State = server.State }, new(machine, scratch.Path, [cores[0], cores[1]], state), cancel);
    }

    private static async Task<BenchReport> MeasureAsync(
        ParseResult parse, AppSettings settings, WorkersPlace place, CancellationToken cancel)
    {
        var runs = new WorkerRuns(
            await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel), ServerKey.IsSet(settings.State), place.Scratch,
            [.. parse.GetValue(GlobalOptions.Config) ?? [], .. place.State],
            [
                Path.GetFullPath(parse.GetRequiredValue(Pipeline)), "--set", $"measure.alignment.model={parse.GetRequiredValue(Model)}",
                "--set", $"shards.samples={parse.GetValue(ShardSamples)}", .. MeasureAlone,
            ]);
        var warmUp = WarmUpShards * parse.GetValue(ShardSamples);
        var warm = await BenchPictures.MakeAsync(settings, new(place.Scratch, warmUp, Width, Height), cancel);
        var count = parse.GetValue(Count);
        var input = await BenchPictures.MakeAsync(settings, new(place.Scratch, count, Width, Height), cancel);
        var rounds = parse.GetResult(BenchOptions.Rounds) is { Implicit: false } ? parse.GetValue(BenchOptions.Rounds) : RoundsUsual;
        var pairs = await runs.TurnsAsync(place.Cores, warm, input, rounds, cancel);
        if (pairs.Count == 0)
            throw new ConfigurationException($"{count} pictures are measured before each side had its turn: ask for more with --count.");
        List<MeasuredPhase> one = [.. pairs.Select(pair => pair.One)], two = [.. pairs.Select(pair => pair.Two)];

        var table = Rounds.Table(
            $"{count} pictures {rounds} times, measure phase in turns, and CPU of the workers in it", "pictures",
            [("one worker on one core", Readings(one)), ("two workers, a core each", Readings(two))]);
        return new BenchReport("workers", place.Machine, [table],
        [
            new("two workers over one, by rate", table.Rows[1].Ratio, ""),
            new(
                "the same, had no other program taken time of the cores",
                Rounds.Median(two.Zip(one, (a, b) => a.RateAlone / b.RateAlone)), ""),
            .. Shares("one worker", one), .. Shares("two workers", two),
        ]);
    }

    private static List<Reading> Readings(IEnumerable<MeasuredPhase> phases) => [.. phases.Select(phase => phase.Reading)];

    private static IEnumerable<BenchFigure> Shares(string who, IReadOnlyList<MeasuredPhase> phases) =>
    [
        new($"{who}, time of its cores that nobody used", 100 * Rounds.Median(phases.Select(phase => phase.IdleShare)), "%"),
        new($"{who}, time of its cores that other programs took", 100 * Rounds.Median(phases.Select(phase => phase.OthersShare)), "%"),
    ];

    /// <summary>On what it is measured.</summary>
    /// <param name="Machine">Facts of it.</param>
    /// <param name="Scratch">A folder that goes away.</param>
    /// <param name="Cores">Two.</param>
    /// <param name="State">Settings that lead to the database, where they are not the caller's.</param>
    private sealed record WorkersPlace(MachineFacts Machine, string Scratch, IReadOnlyList<int> Cores, IReadOnlyList<string> State);
}
