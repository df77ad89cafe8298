using System.CommandLine;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench workers</c>: what a second worker on a second core adds to the measure phase of a run that both share through
/// PostgreSQL. Each worker is a process of its own, held to a core of its own with the decoder that it starts.
/// </summary>
internal static class WorkersBench
{
    private const int Width = 1024;
    private const int Height = 768;
    private const int WarmUp = 64;

    private static readonly Argument<string> Pipeline = new("pipeline")
    {
        Description = "Pipeline file.",
        DefaultValueFactory = _ => "ops/bench/peer.yaml",
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = $"Pictures of {Width} x {Height} to generate for each run.",
        DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Dual encoder for the pipeline's alignment stage.",
        DefaultValueFactory = _ => "mini",
    };

    private static readonly Option<int> ShardSamples = new("--shard")
    {
        Description = "Samples of a shard.",
        DefaultValueFactory = _ => 25,
    };

    public static Command Create() =>
        new Command("workers", "Two workers on two cores against one on one, by the measure phase of runs on PostgreSQL.")
        {
            Pipeline, Count, Model, ShardSamples,
        }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        if (settings.State.Database is not StateDatabase.Postgresql)
        {
            throw new ConfigurationException(
                "bench workers takes a PostgreSQL that nobody else uses: set State:Database=postgresql and State:Connection. " +
                "Its runs stay in that catalog.");
        }

        var cores = CpuAffinity.Allowed();
        if (cores.Count < 2)
            throw new ConfigurationException("bench workers takes two cores, and this process may use one.");
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var runs = new WorkerRuns(
            await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel), ServerKey.IsSet(settings.State), scratch.Path,
            parse.GetValue(GlobalOptions.Config) ?? [],
            [
                Path.GetFullPath(parse.GetRequiredValue(Pipeline)), "--set", $"measure.alignment.model={parse.GetRequiredValue(Model)}",
                "--set", $"shards.samples={parse.GetValue(ShardSamples)}",
            ]);
        var warm = await BenchPictures.MakeAsync(settings, new(scratch.Path, WarmUp, Width, Height), cancel);
        var count = parse.GetValue(Count);
        var input = await BenchPictures.MakeAsync(settings, new(scratch.Path, count, Width, Height), cancel);
        var table = await Rounds.RunAsync(
            $"{count} pictures, measure phase; CPU of the workers over the whole run", "pictures", parse.GetValue(BenchOptions.Rounds),
            [
                new("one worker on one core", stop => runs.RoundAsync([cores[0]], warm, input, stop)),
                new("two workers, a core each", stop => runs.RoundAsync([cores[0], cores[1]], warm, input, stop)),
            ],
            cancel);
        return new BenchReport("workers", machine, [table], [new("two workers over one, by rate", table.Rows[1].Ratio, "")]);
    }
}
