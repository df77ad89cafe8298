using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using Mm.Data.App.Hosting;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench score</c>: what a dual encoder's towers give, through the engine as the pipeline runs it, and on the bare runtime:
/// input tensors made beforehand, one session in a loop on as many threads as the engine has lanes, row by row and in batches.
/// </summary>
internal static class ScoreBench
{
    private const int CaptionIds = 14; // of the usual caption, start and end among them
    private const double RoundSeconds = 1.5;
    private const string Engine = "engine";
    private const int NoiseViews = 64;
    private const int WavesMin = 4;

    private static readonly ConcurrentDictionary<(ViewSpec Spec, int Seed), View> s_noise = new();

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Dual encoder of the model store.",
        DefaultValueFactory = _ => "mini",
    };

    private static readonly Option<ModelDevice?> Device = new("--device") { Description = "auto, cpu or cuda; absent: Models:Device." };

    private static readonly Option<int[]> Batches = new("--batch")
    {
        Description = "Rows a pass of the bare runtime; may be given again.",
        DefaultValueFactory = _ => [1, 8],
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create() =>
        new Command("score", "Rate of a dual encoder's towers: the engine against the bare runtime.") { Model, Device, Batches }
            .Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        var batches = parse.GetRequiredValue(Batches);
        if (batches.Any(batch => batch < 1))
            throw new ConfigurationException("--batch: give numbers from 1.");
        var options = settings.Models with { Device = parse.GetValue(Device) ?? settings.Models.Device };
        var store = new ModelStore(options);
        await using var models = new OnnxModels(store, options);
        var name = parse.GetRequiredValue(Model);
        var encoder = models.OpenDualEncoder(name);
        var rounds = parse.GetValue(BenchOptions.Rounds);

        var images = await TableAsync(
            $"{name}, {encoder.View.Width} px, {models.Device}", "images", rounds,
            [.. batches.Select(batch => BareTower.Image(store, options, name, batch))],
            models.Lanes, encoder.InFlight, i => encoder.EmbedImageAsync(Noise(encoder.View, i), cancel), cancel);
        var texts = await TableAsync(
            $"{name}, captions of {CaptionIds} ids, {models.Device}", "texts", rounds,
            [.. batches.Select(batch => BareTower.Text(store, options, name, batch, CaptionIds))],
            models.Lanes, encoder.InFlight, i => encoder.EmbedTextAsync($"a photo of {i} small things that lie on a table", cancel),
            cancel);
        return new BenchReport("score", machine, [images, texts], [Share("images", images), Share("texts", texts)]);
    }

    /// <summary>The engine first, then each bare tower; a round is about as long for each.</summary>
    private static async Task<BenchTable> TableAsync(
        string title, string unit, int rounds, BareTower[] bare, int lanes, int inFlight, Func<int, ValueTask<float[]>> embed,
        CancellationToken cancel)
    {
        try
        {
            for (var i = 0; i < inFlight; i++)
                await embed(i); // tried out and warm
            var waves = Math.Max(WavesMin, RowsARound(bare[0], lanes) / inFlight);
            var rows = waves * inFlight; // whole batches for all
            var contenders = bare.DistinctBy(tower => tower.Batch)
                .Select(tower => new Contender(
                    $"bare runtime, {lanes} threads, batches of {tower.Batch}",
                    _ => Task.FromResult(Read(() => tower.Run(rows, lanes)))))
                .Prepend(new(Engine, stop => EngineAsync(rows, inFlight, embed, stop)));
            return await Rounds.RunAsync(title, unit, rounds, [.. contenders], cancel);
        }
        finally
        {
            Array.ForEach(bare, tower => tower.Dispose());
        }
    }

    private static BenchFigure Share(string what, BenchTable table)
    {
        var best = table.Rows.Where(row => row.Name != Engine).MinBy(row => row.CpuMs)!;
        return new BenchFigure(
            $"engine of the best bare runtime, {what}, by CPU", best.CpuMs!.Value / table.Of(Engine).CpuMs!.Value, $"({best.Name})");
    }

    private static int RowsARound(BareTower tower, int lanes)
    {
        tower.Run(1, lanes);
        var (watch, rows) = (Stopwatch.StartNew(), 0);
        while (watch.Elapsed.TotalSeconds < RoundSeconds)
            rows += tower.Run(tower.Batch * lanes, lanes);
        return rows;
    }

    private static Reading Read(Func<int> run)
    {
        var (watch, cpu) = (Stopwatch.StartNew(), ProcessTree.CpuSeconds());
        var rows = run();
        return new Reading(rows, watch.Elapsed.TotalSeconds, ProcessTree.CpuSeconds() - cpu);
    }

    /// <summary>As many callers as the engine asks for, each with one row at a time.</summary>
    private static async Task<Reading> EngineAsync(int rows, int callers, Func<int, ValueTask<float[]>> embed, CancellationToken cancel)
    {
        var (watch, cpu) = (Stopwatch.StartNew(), ProcessTree.CpuSeconds());
        await Parallel.ForAsync(
            0, rows, new ParallelOptions { MaxDegreeOfParallelism = callers, CancellationToken = cancel },
            async (row, _) => await embed(row));
        return new Reading(rows, watch.Elapsed.TotalSeconds, ProcessTree.CpuSeconds() - cpu);
    }

    private static View Noise(ViewSpec spec, int seed) => s_noise.GetOrAdd((spec, seed % NoiseViews), key =>
    {
        var pixels = new byte[key.Spec.Bytes];
        new Random(key.Seed).NextBytes(pixels);
        return new View(key.Spec, 0, key.Spec.Width, key.Spec.Height, pixels);
    });
}
