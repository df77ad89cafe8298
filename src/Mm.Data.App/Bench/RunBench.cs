using System.CommandLine;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench run</c>: whole runs in processes of their own, start-up and publication included: against the peer (ops/bench/peer.mjs
/// on Node), against a second run over the same input, and, with <c>--sizes</c>, over inputs of different size.
/// </summary>
internal static class RunBench
{
    private static readonly Argument<string> Pipeline = new("pipeline")
    {
        Description = "Pipeline file.",
        DefaultValueFactory = _ => "ops/bench/peer.yaml",
    };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "Folder of JPEGs with captions. Without it, pictures are generated.",
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Pictures of 1024 x 768 to generate, where there is no --input.",
        DefaultValueFactory = _ => 2000,
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Dual encoder for the pipeline's alignment stage.",
        DefaultValueFactory = _ => "mini",
    };

    private static readonly Option<string?> Peer = new("--peer")
    {
        Description = "Folder with node_modules of ops/bench/package.json: also run the peer with the model's image tower.",
    };

    private static readonly Option<int[]> Sizes = new("--sizes")
    {
        Description = "Numbers of generated pictures of 256 x 192: one run each, CPU a sample and memory compared.",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create() => new Command("run", "Whole runs: against the peer, again, and at several sizes.")
    {
        Pipeline, Input, Count, Model, Peer, Sizes,
    }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var runs = new WholeRuns(
            Path.GetFullPath(parse.GetRequiredValue(Pipeline)), parse.GetRequiredValue(Model),
            parse.GetValue(GlobalOptions.Config) ?? [], scratch.Path);
        if (parse.GetValue(Sizes) is { Length: > 0 } sizes)
            return new BenchReport("run", machine, [], await SizeBench.RunAsync(runs, settings, sizes, scratch.Path, cancel));

        var input = parse.GetValue(Input) is { } folder
            ? Path.GetFullPath(folder)
            : await BenchPictures.MakeAsync(settings, new(scratch.Path, parse.GetValue(Count), 1024, 768), cancel);
        var count = Directory.EnumerateFiles(input, "*.jpg").Count();
        if (count == 0)
            throw new ConfigurationException($"--input {input}: there is no .jpg directly in it.");
        var contenders = new List<Contender>();
        if (parse.GetValue(Peer) is { } modules)
        {
            var peer = new PeerRun(modules, Tower(settings, parse), input, scratch.Path, count);
            contenders.Add(new("peer: Node, sharp, onnxruntime-node", peer.RoundAsync));
        }

        contenders.Add(new("mmdata run, nothing cached", stop => runs.ColdAsync(input, count, stop)));
        contenders.Add(new("mmdata run, again into another folder", stop => runs.WarmAsync(input, count, stop)));
        var table = await Rounds.RunAsync(
            $"{count} pictures, whole programs", "pictures", parse.GetValue(BenchOptions.Rounds), contenders, cancel);
        return new BenchReport("run", machine, [table], await runs.FiguresAsync(settings, machine.Cores, cancel));
    }

    private static string Tower(AppSettings settings, ParseResult parse)
    {
        var model = new ModelStore(settings.Models).Find(parse.GetRequiredValue(Model));
        return model.HasFile("vision")
            ? model.PathOf("vision")
            : throw new ConfigurationException(
                $"--peer takes a model whose image tower is one graph (role vision), and '{model.Card.Name}' has none. " +
                "Choose one with --model.");
    }
}
