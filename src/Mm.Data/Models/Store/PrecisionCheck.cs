using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Store;

/// <summary>Holds the graphs of a model against the precision that its card names, which manifest and audit repeat.</summary>
internal sealed class PrecisionCheck(StoredModel model)
{
    private const int Float = 1;
    private const int UInt8 = 2;
    private const int Int8 = 3;
    private const int Float16 = 10;
    private const int Bfloat16 = 16;
    private static readonly string[] _graphs = ["vision", "text", "joint", "backbone", "head"];

    /// <exception cref="ConfigurationException">The weights are stored in other numbers than the card says.</exception>
    public void Run()
    {
        var found = Found();
        if (found is { } precision && precision != model.Card.Precision)
        {
            throw new ConfigurationException(
                $"Model '{model.Card.Name}', {model.CardPath}: precision: the card says {EnumCode.Of(model.Card.Precision)}, but the " +
                $"weights are {EnumCode.Of(precision)}. Write precision: {EnumCode.Of(precision)}, or get the other files.");
        }
    }

    /// <summary>The narrowest of the graphs' precisions; null where no file can be read so, which the runtime will tell better.</summary>
    public ModelPrecision? Found() => _graphs.Where(model.HasFile).Select(role => Of(model.PathOf(role))).Max();

    /// <summary>What most weights of a graph are. A few halves or bytes in an FP32 graph do not change what it is.</summary>
    public static ModelPrecision? Of(string path)
    {
        try
        {
            var elements = OnnxFile.Read(path).Elements;
            long Count(params int[] types) => types.Sum(type => elements.GetValueOrDefault(type));
            (ModelPrecision Precision, long Count)[] counts =
            [
                (ModelPrecision.Fp32, Count(Float)),
                (ModelPrecision.Fp16, Count(Float16, Bfloat16)),
                (ModelPrecision.Int8, Count(UInt8, Int8)),
            ];
            var most = counts.MaxBy(pair => pair.Count);
            return most.Count == 0 ? ModelPrecision.Fp32 : most.Precision;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
