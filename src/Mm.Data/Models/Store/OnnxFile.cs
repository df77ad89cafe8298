using System.Text;

namespace Mm.Data.Models.Store;

/// <summary>
/// What an <c>.onnx</c> file holds, read without loading it: weights are skipped, not read (field numbers of onnx.proto, ONNX 1.14).
/// </summary>
internal sealed class OnnxFile
{
    private const int Graph = 7;
    private const int Node = 1;
    private const int Initializer = 5;
    private const int Operator = 4;
    private const int Attribute = 5;
    private const int AttributeTensor = 5;
    private const int Dimension = 1;
    private const int ElementType = 2;
    private const int OperatorCharactersMax = 64;

    private readonly Dictionary<int, long> _elements = [];
    private readonly Dictionary<string, int> _operators = new(StringComparer.Ordinal);

    private OnnxFile()
    {
    }

    /// <summary>Numbers in the weights by element type (onnx.proto, TensorProto.DataType), constants in nodes included.</summary>
    public IReadOnlyDictionary<int, long> Elements => _elements;

    /// <summary>Nodes of the main graph by operator.</summary>
    public IReadOnlyDictionary<string, int> Operators => _operators;

    /// <exception cref="InvalidDataException">Not an ONNX file.</exception>
    public static OnnxFile Read(string path)
    {
        using var stream = new BufferedStream(File.OpenRead(path), 1 << 16);
        var file = new OnnxFile();
        foreach (var field in ProtoFields.Of(stream, stream.Length))
        {
            if (field.Number == Graph)
                file.ReadGraph(stream, field.End);
        }

        return file;
    }

    private void ReadGraph(Stream stream, long end)
    {
        foreach (var field in ProtoFields.Of(stream, end))
        {
            if (field.Number == Initializer)
                ReadTensor(stream, field.End);
            else if (field.Number == Node)
                ReadNode(stream, field.End);
        }
    }

    private void ReadNode(Stream stream, long end)
    {
        foreach (var field in ProtoFields.Of(stream, end))
        {
            if (field.Number == Operator)
                Count(stream, field.End);
            else if (field.Number == Attribute)
                ReadAttribute(stream, field.End);
        }
    }

    private void ReadAttribute(Stream stream, long end)
    {
        foreach (var field in ProtoFields.Of(stream, end))
        {
            if (field is { Number: AttributeTensor, IsBytes: true })
                ReadTensor(stream, field.End);
        }
    }

    private void ReadTensor(Stream stream, long end)
    {
        var (elements, type) = (1L, 0);
        foreach (var field in ProtoFields.Of(stream, end))
        {
            if (field is { Number: Dimension, IsBytes: false })
                elements *= field.Value;
            else if (field is { Number: Dimension, IsBytes: true })
                elements *= ProtoFields.Packed(stream, field.End).Aggregate(1L, (product, side) => product * side);
            else if (field is { Number: ElementType, IsBytes: false })
                type = (int)field.Value;
        }

        _elements[type] = _elements.GetValueOrDefault(type) + elements;
    }

    private void Count(Stream stream, long end)
    {
        var bytes = new byte[Math.Min(end - stream.Position, OperatorCharactersMax)];
        stream.ReadExactly(bytes);
        var name = Encoding.UTF8.GetString(bytes);
        _operators[name] = _operators.GetValueOrDefault(name) + 1;
    }
}
