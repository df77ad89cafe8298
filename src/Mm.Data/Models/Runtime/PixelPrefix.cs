using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Conversion;

namespace Mm.Data.Models.Runtime;

/// <summary>
/// A small graph that runs on the GPU before a model: interleaved 8-bit RGB [batch, height, width, 3] in, normalised planes
/// [batch, 3, height, width] out. A quarter of the bytes cross the bus and no processor core normalises. It is a graph of its own, so
/// that the model's file stays the user's, byte for byte. In float32, hence it may differ from the CPU's table in the last bit; on the
/// CPU the table is used.
/// </summary>
internal static class PixelPrefix
{
    public const string Input = "pixels";
    public const string Output = "planes";

    /// <param name="settings">The model's preprocessing.</param>
    /// <param name="batch">Pictures a pass.</param>
    /// <param name="element">What the model takes: float32 or float16.</param>
    public static byte[] Build(ImageSettings settings, int batch, TensorElementType element)
    {
        var graph = new OnnxGraphWriter("pixels");
        var pixels = graph.Input(Input, OnnxElement.Byte, batch, settings.Height, settings.Width, 3);
        var levels = graph.Add("Cast", [pixels], new OnnxParameter("to", (long)OnnxElement.Real32));
        if (settings.Channels is ChannelOrder.Bgr)
            levels = graph.Add("Gather", [levels, graph.Constant(2L, 1L, 0L)], new OnnxParameter("axis", -1L));
        float[] scale = [.. settings.Std.Select(std => (float)(1 / (255 * std)))];
        float[] shift = [.. settings.Mean.Zip(settings.Std, (mean, std) => (float)(-mean / std))];
        var scaled = graph.Add("Mul", [levels, graph.Constant(scale, 3)]);
        var normal = graph.Add("Add", [scaled, graph.Constant(shift, 3)]);
        var half = element is TensorElementType.Float16;
        if (half)
            normal = graph.Add("Cast", [normal], new OnnxParameter("to", (long)OnnxElement.Real16));
        graph.AddAs(Output, "Transpose", [normal], new OnnxParameter("perm", [0, 3, 1, 2]));
        graph.Output(Output, half ? OnnxElement.Real16 : OnnxElement.Real32, batch, 3, settings.Height, settings.Width);
        return graph.ToBytes();
    }
}
