using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Bench;

/// <summary>
/// What scoring costs beside decoding: the image tower of the built-in dual encoder alone, decoding alone, and one after the other.
/// </summary>
internal static class ScoreBench
{
    private const string Model = "mini";

    public static async Task RunAsync(string root)
    {
        var folders = new[] { Path.Combine(root, "models"), Path.Combine(root, ".setup", "models") };
        var options = new ModelOptions { Folders = folders };
        await using var models = new OnnxModels(new ModelStore(options), options);
        IDualEncoder encoder;
        try
        {
            encoder = models.OpenDualEncoder(Model);
        }
        catch (ConfigurationException e)
        {
            Console.WriteLine($"\nscoring: left out. {e.Message}");
            return;
        }

        await using var pool = DecodeBench.OneChild();
        var view = await DecodeBench.ViewAsync(pool, encoder.View);
        var rates = await Rounds.RunAsync(
            $"scoring, {Model}, {encoder.View.Width} x {encoder.View.Height}",
            new Contender(
                "decoding and scoring, one after the other",
                async () => await ScoreAsync(encoder, await DecodeBench.ViewAsync(pool, encoder.View))),
            new Contender("decoding alone", () => DecodeBench.ViewAsync(pool, encoder.View)),
            new Contender("scoring alone", () => ScoreAsync(encoder, view)));

        // What a pipeline that overlaps the two could reach, with cores to spare, is the slower of them.
        var serial = 1 / ((1 / rates[1]) + (1 / rates[2]));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sum of the two alone {serial:0.0} images/s, measured {rates[0] / serial:0.00} of it; scoring is " +
            $"{rates[0] / rates[2]:0.00} of the time; overlapped, at most {Math.Min(rates[1], rates[2]) / rates[0]:0.00} times as fast"));
    }

    private static async Task ScoreAsync(IDualEncoder encoder, View view) => await encoder.EmbedImageAsync(view, CancellationToken.None);
}
