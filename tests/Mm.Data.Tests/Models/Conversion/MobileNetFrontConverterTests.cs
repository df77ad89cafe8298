using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Conversion;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Conversion;

public sealed class MobileNetFrontConverterTests
{
    [Fact]
    public void The_converted_graph_gives_the_numbers_that_the_training_script_gives()
    {
        var package = Path.Combine(Checkout.NodeModules, "nsfwjs", "dist", "models", "mobilenet_v2");
        Assert.SkipUnless(Directory.Exists(package), "npm package nsfwjs is not in .setup/npm/node_modules: run ops/setup");
        var weights = TfjsScript.Read(Path.Combine(package, "model.min.js"), Path.Combine(package, "group1-shard1of1.min.js"));
        using var session = new InferenceSession(MobileNetFrontConverter.Convert(weights));
        using var pixels = OrtValue.CreateTensorValueFromMemory(Pattern(), [1, 3, 224, 224]);
        using var options = new RunOptions();

        using var results = session.Run(options, ["pixel_values"], [pixels], ["features"]);

        // Reference: ops/train/backbone.py on the same pattern.
        var features = results[0].GetTensorDataAsSpan<float>();
        Assert.Equal(96 * 14 * 14, features.Length);
        float[] centre = [1.4554f, -1.1130f, -1.7337f, -0.6126f, 0.0648f, 0.3318f];
        for (var i = 0; i < centre.Length; i++)
            Assert.Equal(centre[i], features[(i * 196) + (7 * 14) + 7], 0.001f);
        float[] corner = [0.3558f, 2.3383f, 0.1901f, 0.6558f];
        for (var i = 0; i < corner.Length; i++)
            Assert.Equal(corner[i], features[i * 196], 0.001f);
    }

    private static float[] Pattern()
    {
        var values = new float[3 * 224 * 224];
        for (var i = 0; i < values.Length; i++)
        {
            var (c, y, x) = (i / (224 * 224), i / 224 % 224, i % 224);
            values[i] = ((x + (2 * y) + (3 * c)) % 7 / 3f) - 1;
        }

        return values;
    }
}
