using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Mm.Data.Models.Conversion;

/// <summary>Element types of ONNX tensors, by their numbers in onnx.proto.</summary>
public enum OnnxElement
{
    Real32 = 1,
    Byte = 2,
    Whole32 = 6,
    Whole64 = 7,
    Real16 = 10,
}

/// <summary>An attribute of a node: a whole number, a float, a word or a list of whole numbers.</summary>
public sealed record OnnxParameter
{
    public OnnxParameter(string name, long value) => (Name, Whole) = (name, value);

    public OnnxParameter(string name, float value) => (Name, Number) = (name, value);

    public OnnxParameter(string name, string word) => (Name, Word) = (name, word);

    public OnnxParameter(string name, IReadOnlyList<long> values) => (Name, Wholes) = (name, values);

    public string Name { get; }

    internal long? Whole { get; }

    internal float? Number { get; }

    internal string? Word { get; }

    internal IReadOnlyList<long>? Wholes { get; }
}

/// <summary>
/// Builds an ONNX model (opset 13, IR version 8) node by node and writes it as protobuf. Field numbers are those of onnx.proto (ONNX
/// 1.14). The same calls give the same bytes.
/// </summary>
public sealed class OnnxGraphWriter(string name)
{
    private const int IrVersion = 8;
    private const int Opset = 13;

    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _initializers = [];
    private readonly List<byte[]> _inputs = [];
    private readonly List<byte[]> _outputs = [];

    /// <summary>Declares an input; -1 is a free dimension.</summary>
    public string Input(string input, OnnxElement element, params ReadOnlySpan<long> shape)
    {
        _inputs.Add(ValueInfo(input, element, shape.ToArray()));
        return input;
    }

    /// <summary>Declares that the tensor <paramref name="output"/> is an output; -1 is a free dimension.</summary>
    public void Output(string output, OnnxElement element, params ReadOnlySpan<long> shape) =>
        _outputs.Add(ValueInfo(output, element, shape.ToArray()));

    /// <summary>A constant float tensor in row-major order; gives its name.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Constant(OnnxElement.Real32, shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A constant int64 vector; gives its name.</summary>
    public string Constant(params ReadOnlySpan<long> values) =>
        Constant(OnnxElement.Whole64, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A node with one output; gives its name.</summary>
    public string Add(string op, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxParameter> attributes) =>
        AddAs($"t{_nodes.Count}", op, inputs, attributes);

    /// <summary>A node whose output is called <paramref name="output"/>.</summary>
    public string AddAs(string output, string op, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxParameter> attributes)
    {
        _nodes.Add(Message(node =>
        {
            foreach (var input in inputs)
                Write(node, 1, input);
            Write(node, 2, output);
            Write(node, 3, $"{op}{_nodes.Count}");
            Write(node, 4, op);
            foreach (var attribute in attributes)
                Write(node, 5, Attribute(attribute));
        }));
        return output;
    }

    /// <summary>The whole model as the bytes of an <c>.onnx</c> file.</summary>
    public byte[] ToBytes() => Message(model =>
    {
        Write(model, 1, IrVersion);
        Write(model, 2, "mm-data");
        Write(model, 7, Message(graph =>
        {
            _nodes.ForEach(node => Write(graph, 1, node));
            Write(graph, 2, name);
            _initializers.ForEach(initializer => Write(graph, 5, initializer));
            _inputs.ForEach(input => Write(graph, 11, input));
            _outputs.ForEach(output => Write(graph, 12, output));
        }));
        Write(model, 8, Message(opset =>
        {
            Write(opset, 1, "");
            Write(opset, 2, Opset);
        }));
    });

    private string Constant(OnnxElement element, long[] shape, byte[] raw)
    {
        var constant = $"c{_initializers.Count}";
        _initializers.Add(Message(tensor =>
        {
            foreach (var side in shape)
                Write(tensor, 1, side);
            Write(tensor, 2, (long)element);
            Write(tensor, 8, constant);
            Write(tensor, 9, raw); // little-endian, as the format wants and this machine has
        }));
        return constant;
    }

    private static byte[] Attribute(OnnxParameter attribute) => Message(to =>
    {
        Write(to, 1, attribute.Name);
        if (attribute.Number is { } number)
        {
            to.WriteTag(2, WireFormat.WireType.Fixed32);
            to.WriteFloat(number);
            Write(to, 20, 1);
        }
        else if (attribute.Whole is { } whole)
        {
            Write(to, 3, whole);
            Write(to, 20, 2);
        }
        else if (attribute.Word is { } word)
        {
            Write(to, 4, word);
            Write(to, 20, 3);
        }
        else
        {
            foreach (var value in attribute.Wholes!)
                Write(to, 8, value);
            Write(to, 20, 7);
        }
    });

    private static byte[] ValueInfo(string value, OnnxElement element, long[] shape) => Message(info =>
    {
        Write(info, 1, value);
        Write(info, 2, Message(type => Write(type, 1, Message(tensor =>
        {
            Write(tensor, 1, (long)element);
            Write(tensor, 2, Message(sides =>
            {
                for (var i = 0; i < shape.Length; i++)
                    Write(sides, 1, Side(shape[i], $"d{i}"));
            }));
        }))));
    });

    private static byte[] Side(long side, string free) => Message(to =>
    {
        if (side >= 0)
            Write(to, 1, side);
        else
            Write(to, 2, free);
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
            write(output);
        return memory.ToArray();
    }

    private static void Write(CodedOutputStream to, int field, long value)
    {
        to.WriteTag(field, WireFormat.WireType.Varint);
        to.WriteInt64(value);
    }

    private static void Write(CodedOutputStream to, int field, string value)
    {
        to.WriteTag(field, WireFormat.WireType.LengthDelimited);
        to.WriteString(value);
    }

    private static void Write(CodedOutputStream to, int field, byte[] value)
    {
        to.WriteTag(field, WireFormat.WireType.LengthDelimited);
        to.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }
}
