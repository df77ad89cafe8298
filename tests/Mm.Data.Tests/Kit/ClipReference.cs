using System.Text.Json;
using Mm.Data.Models;
using Mm.Data.Models.SelfTest;
using Mm.Data.Models.Store;

namespace Mm.Data.Tests.Kit;

/// <summary>A CLIP-shaped model that ops/reference/clip_graphs.py wrote, and what PyTorch makes of fixed inputs.</summary>
internal sealed class ClipReference : IDisposable
{
    private const string Name = "reference";
    private readonly TemporaryFolder _root = new();

    public ModelOptions Options => new() { Folders = [_root.Path], Device = ModelDevice.Cpu };

    public ModelStore Store => new(Options);

    public string Folder => _root[Name];

    /// <summary>Skips the test where PyTorch is not there.</summary>
    public static async Task<ClipReference> WriteAsync(params string[] arguments)
    {
        await Python.NeedsAsync("torch", "onnx");
        var reference = new ClipReference();
        await Python.RunAsync("ops/reference/clip_graphs.py", ["--output", reference.Folder, "--name", Name, .. arguments]);
        return reference;
    }

    /// <summary>The largest difference of a number of an embedding from PyTorch's, over all pictures and texts.</summary>
    public async Task<double> DifferenceAsync(CancellationToken cancel)
    {
        await using var models = new OnnxModels(Store, Options);
        var encoder = models.OpenDualEncoder(Name);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, "reference.json"), cancel));
        var most = 0.0;
        foreach (var picture in json.RootElement.GetProperty("pictures").EnumerateArray())
        {
            var embedding = await encoder.EmbedImageAsync(TrialPicture.Noise(encoder.View, picture.GetProperty("noise").GetInt32()), cancel);
            most = Math.Max(most, Difference(picture, embedding));
        }

        foreach (var text in json.RootElement.GetProperty("texts").EnumerateArray())
            most = Math.Max(most, Difference(text, await encoder.EmbedTextAsync(text.GetProperty("text").GetString()!, cancel)));
        return most;
    }

    public void Dispose() => _root.Dispose();

    private static double Difference(JsonElement reference, float[] embedding)
    {
        var expected = reference.GetProperty("embedding").Deserialize<double[]>()!;
        return expected.Length == embedding.Length ? expected.Zip(embedding, (a, b) => Math.Abs(a - b)).Max() : double.PositiveInfinity;
    }
}
