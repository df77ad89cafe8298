using Mm.Data.Models.Store;

namespace Mm.Data.Models.Batching;

/// <summary>What the operators of an <c>.onnx</c> file say about how it is best run.</summary>
internal static class GraphProbe
{
    private static readonly string[] _attention = ["Softmax", "Attention", "MultiHeadAttention"];

    /// <summary>
    /// How many layers of attention the main graph has; 0 where the file cannot be read so. Transformers are cheaper a row in batches,
    /// small convolutional nets are not.
    /// </summary>
    public static int AttentionLayers(string path)
    {
        try
        {
            var operators = OnnxFile.Read(path).Operators;
            return _attention.Sum(name => operators.GetValueOrDefault(name));
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }
}
