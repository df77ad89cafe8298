using System.CommandLine;
using System.Diagnostics;
using Mm.Data.App.Hosting;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Bench;

/// <summary><c>mmdata bench score</c>: what one dual encoder gives, picture and text, as the pipeline runs it.</summary>
internal static class ScoreBench
{
    private const int ImagesPerRound = 64;
    private const int TextsPerRound = 512;

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Dual encoder of the model store.",
        DefaultValueFactory = _ => "mini",
    };

    public static Command Create() => new Command("score", "Rate of a dual encoder's towers.") { Model }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        await using var models = new OnnxModels(new ModelStore(settings.Models), settings.Models);
        var encoder = models.OpenDualEncoder(parse.GetRequiredValue(Model));
        var views = Enumerable.Range(0, ImagesPerRound).Select(i => Noise(encoder.View, i)).ToArray();
        var texts = Enumerable.Range(0, TextsPerRound).Select(i => $"a picture of {i} things on a table").ToArray();
        var rounds = parse.GetValue(BenchOptions.Rounds);
        var images = await Rounds.RunAsync(
            $"{encoder.Model.Name}, {encoder.View.Width} px", "images", rounds,
            [
                new("one at a time", stop => EachAsync(views, view => encoder.EmbedImageAsync(view, stop))),
                new("all at once", stop => TogetherAsync(views, view => encoder.EmbedImageAsync(view, stop))),
            ],
            cancel);
        var captions = await Rounds.RunAsync(
            $"{encoder.Model.Name}, captions", "texts", rounds,
            [
                new("one at a time", stop => EachAsync(texts, text => encoder.EmbedTextAsync(text, stop))),
                new("all at once", stop => TogetherAsync(texts, text => encoder.EmbedTextAsync(text, stop))),
            ],
            cancel);
        return new BenchReport("score", machine, [images, captions], []);
    }

    private static async Task<Reading> EachAsync<T>(T[] items, Func<T, ValueTask<float[]>> embed)
    {
        var (watch, cpu) = (Stopwatch.StartNew(), ProcessTree.CpuSeconds());
        foreach (var item in items)
            await embed(item);
        return new Reading(items.Length, watch.Elapsed.TotalSeconds, ProcessTree.CpuSeconds() - cpu);
    }

    private static async Task<Reading> TogetherAsync<T>(T[] items, Func<T, ValueTask<float[]>> embed)
    {
        var (watch, cpu) = (Stopwatch.StartNew(), ProcessTree.CpuSeconds());
        await Task.WhenAll(items.Select(item => embed(item).AsTask()));
        return new Reading(items.Length, watch.Elapsed.TotalSeconds, ProcessTree.CpuSeconds() - cpu);
    }

    private static View Noise(ViewSpec spec, int seed)
    {
        var pixels = new byte[spec.Bytes];
        new Random(seed).NextBytes(pixels);
        return new View(spec, 0, spec.Width, spec.Height, pixels);
    }
}
