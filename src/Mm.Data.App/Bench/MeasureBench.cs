using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Source;
using Mm.Data.Storage;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench measure</c>: the measure phase of a pipeline against the bound that its stages' own costs set for the cores at hand.
/// </summary>
internal static class MeasureBench
{
    private const string Whole = "measure phase, whole";
    private const string Bound = "bound: the sum of the stages' CPU on all cores";

    private static readonly Argument<string> Pipeline = new("pipeline")
    {
        Description = "Pipeline file whose measure phase is run; nothing is written.",
        DefaultValueFactory = _ => "pipelines/quickstart.yaml",
    };

    private static readonly Option<string> Input = new("--input") { Description = "Input as mmdata run takes it.", Required = true };

    private static readonly Option<string[]> Set = new("--set") { Description = "key=value over the pipeline file; may be given again." };

    private static readonly Option<int> Samples = new("--samples")
    {
        Description = "Samples a round, from the first; each stage alone gets them decoded in memory.",
        DefaultValueFactory = _ => 64,
    };

    public static Command Create() =>
        new Command("measure", "The measure phase against the sum of its stages.") { Pipeline, Input, Set, Samples }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        await using var services = await ServicesAsync(settings, cancel);
        var pipeline = PipelineFile.Load(
            parse.GetRequiredValue(Pipeline), services.GetRequiredService<StageCatalog>(), parse.GetValue(Set) ?? [], services);
        await using var chain = new MeasureChain(services.GetRequiredService<IDecoder>(), pipeline);
        var input = parse.GetRequiredValue(Input);
        var source = await SourceOpener.OpenAsync(
            services.GetRequiredService<Stores>().FilesOf(input), input, pipeline.Definition.Source, cancel);
        var plan = await Planner.PlanAsync(source, pipeline.Definition.Shards, cancel);
        var parts = new MeasureParts(
            chain, plan, services.GetRequiredService<ShardMeasurer>(), settings.Run.WorkersOrCores, parse.GetValue(Samples));

        var contenders = new List<Contender> { new(Whole, parts.WholeAsync), new("reading and digesting alone", parts.ReadAsync) };
        contenders.Add(new("decoding alone", parts.DecodeAsync));
        contenders.AddRange(chain.Stages.Select((stage, i) =>
            new Contender($"{pipeline.Definition.Measure[i].Stage} alone", stop => parts.StageAsync(stage, stop))));
        var table = await Rounds.RunAsync(
            $"{pipeline.Definition.Name}, {parts.Count} samples a round", "samples", parse.GetValue(BenchOptions.Rounds),
            contenders, cancel);

        var perSample = table.Rows.Skip(1).Sum(row => row.CpuMs!.Value);
        var bound = 1000.0 * machine.Cores / perSample;
        var slowest = table.Rows.Skip(1).MinBy(row => row.Rate)!;
        return new BenchReport("measure", machine, [table.WithBound(Bound, bound)],
        [
            new("share of the bound reached", table.Of(Whole).Rate / bound, "(1 is all of it)"),
            new($"rate over that of the slowest stage alone ({slowest.Name})", table.Of(Whole).Rate / slowest.Rate, ""),
            new("CPU of the whole over the sum of the stages'", table.Of(Whole).CpuMs!.Value / perSample, ""),
        ]);
    }

    private static async Task<ServiceProvider> ServicesAsync(AppSettings settings, CancellationToken cancel)
    {
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
        settings = settings with { Models = settings.Models with { Cache = new() { SizeMib = 0 } } }; // every round measures
        return new ServiceCollection().AddLogging().AddMmData(settings, catalog).BuildServiceProvider();
    }
}
