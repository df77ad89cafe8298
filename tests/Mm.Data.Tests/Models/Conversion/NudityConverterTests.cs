using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Conversion;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Conversion;

public sealed class NudityConverterTests
{
    private const int Side = 224;

    /// <summary>The values are those of ops/reference/nudity.py, which runs the layers that the package lists in NumPy.</summary>
    [Fact]
    public void The_converted_graph_gives_the_probabilities_that_the_package_s_own_layers_give()
    {
        var package = Path.Combine(Checkout.NodeModules, "nsfwjs", "dist", "models", "mobilenet_v2");
        Assert.SkipUnless(Directory.Exists(package), "npm package nsfwjs is not in .setup/npm/node_modules: run ops/setup");
        var weights = TfjsScript.Read(Path.Combine(package, "model.min.js"), Path.Combine(package, "group1-shard1of1.min.js"));
        using var session = new InferenceSession(NudityConverter.Convert(weights));

        Close([0.79311f, 0.02282f, 0.17726f, 0.0049f, 0.0019f], Run(session, (c, y, x) => (x + (2 * y) + (3 * c)) % 7 / 6f));
        float[] light = [0.9f, 0.7f, 0.6f], dark = [0.5f, 0.3f, 0.25f];
        Close(
            [0.59664f, 0.02403f, 0.3561f, 0.01836f, 0.00487f],
            Run(session, (c, y, x) => ((x / 56) + (y / 56)) % 2 == 0 ? light[c] : dark[c]));
    }

    private static void Close(float[] wanted, float[] found)
    {
        Assert.Equal(wanted.Length, found.Length);
        Assert.All(wanted.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.001f));
    }

    private static float[] Run(InferenceSession session, Func<int, int, int, float> pattern)
    {
        var values = new float[3 * Side * Side];
        for (var i = 0; i < values.Length; i++)
            values[i] = pattern(i / (Side * Side), i / Side % Side, i % Side);
        using var pixels = OrtValue.CreateTensorValueFromMemory(values, [1, 3, Side, Side]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["pixel_values"], [pixels], ["classes"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
