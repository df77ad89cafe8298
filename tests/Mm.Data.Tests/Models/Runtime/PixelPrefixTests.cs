using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Models.Runtime;

/// <summary>The graph that normalises on a GPU, run on the CPU and held against the table.</summary>
public sealed class PixelPrefixTests
{
    private const int Batch = 2;

    [Theory]
    [InlineData(ChannelOrder.Rgb)]
    [InlineData(ChannelOrder.Bgr)]
    public void It_gives_the_tables_numbers_to_the_last_bits(ChannelOrder order)
    {
        var settings = Settings(order);
        var pixels = Pixels(settings);
        using var session = new InferenceSession(PixelPrefix.Build(settings, Batch, TensorElementType.Float));
        using var results = Run(session, settings, pixels);
        var found = results[0].GetTensorDataAsSpan<float>();

        Assert.Equal([Batch, 3, settings.Height, settings.Width], results[0].GetTensorTypeAndShape().Shape);
        var expected = Table(settings, pixels);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 4 * (MathF.BitIncrement(1f) - 1));
    }

    [Fact]
    public void For_a_model_in_half_precision_it_gives_halves()
    {
        var settings = Settings(ChannelOrder.Rgb);
        var pixels = Pixels(settings);
        using var session = new InferenceSession(PixelPrefix.Build(settings, Batch, TensorElementType.Float16));
        using var results = Run(session, settings, pixels);
        var found = results[0].GetTensorDataAsSpan<Float16>();

        var expected = Table(settings, pixels);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], (float)found[i], 0.002f);
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(InferenceSession session, ImageSettings settings, byte[] pixels)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [Batch, settings.Height, settings.Width, 3]);
        using var options = new RunOptions();
        return session.Run(options, [PixelPrefix.Input], [input], [PixelPrefix.Output]);
    }

    private static float[] Table(ImageSettings settings, byte[] pixels)
    {
        var tensor = new PictureTensor(settings);
        var expected = new float[pixels.Length];
        for (var row = 0; row < Batch; row++)
        {
            var view = new View(settings.View, 0, settings.Width, settings.Height, pixels.AsMemory(row * tensor.Length, tensor.Length));
            tensor.Fill(view, expected.AsSpan(row * tensor.Length));
        }

        return expected;
    }

    private static byte[] Pixels(ImageSettings settings) =>
        [.. Enumerable.Range(0, Batch * settings.View.Bytes).Select(i => (byte)(i * 37))];

    private static ImageSettings Settings(ChannelOrder order) => new()
    {
        Width = 16,
        Height = 16,
        Mean = [0.48145466, 0.4578275, 0.40821073],
        Std = [0.26862954, 0.26130258, 0.27577711],
        Channels = order,
        Input = "x",
    };
}
