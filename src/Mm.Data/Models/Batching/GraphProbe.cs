using System.Text;

namespace Mm.Data.Models.Batching;

/// <summary>Reads the operators of an <c>.onnx</c> file without loading it (field numbers of onnx.proto, ONNX 1.14).</summary>
internal static class GraphProbe
{
    private const int GraphField = 7;
    private const int NodeField = 1;
    private const int OperatorField = 4;
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;
    private static readonly string[] _attention = ["Softmax", "Attention", "MultiHeadAttention"];

    /// <summary>
    /// How many layers of attention the main graph has; 0 where the file cannot be read so. Transformers are cheaper a row in batches,
    /// small convolutional nets are not.
    /// </summary>
    public static int AttentionLayers(string path)
    {
        using var stream = new BufferedStream(File.OpenRead(path), 1 << 16);
        try
        {
            return Fields(stream, stream.Length).Where(field => field.Number == GraphField)
                .SelectMany(graph => Fields(stream, graph.End).Where(field => field.Number == NodeField))
                .SelectMany(node => Fields(stream, node.End).Where(field => field.Number == OperatorField))
                .Count(name => _attention.Contains(Text(stream, name.End), StringComparer.Ordinal));
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    /// <summary>The length-delimited fields up to <paramref name="end"/>. The stream stands at the content of what is given.</summary>
    private static IEnumerable<Field> Fields(Stream stream, long end)
    {
        while (stream.Position < end)
        {
            var tag = Number(stream);
            switch (tag & 7)
            {
                case Bytes:
                    var length = Number(stream);
                    var next = stream.Position + length;
                    if (length < 0 || next > end)
                        throw new InvalidDataException();
                    yield return new Field((int)(tag >> 3), next);
                    stream.Position = next;
                    break;
                case Varint:
                    Number(stream);
                    break;
                case Fixed64:
                    stream.Position += sizeof(long);
                    break;
                case Fixed32:
                    stream.Position += sizeof(int);
                    break;
                default:
                    throw new InvalidDataException();
            }
        }
    }

    private static long Number(Stream stream)
    {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = stream.ReadByte();
            if (part < 0)
                throw new InvalidDataException();
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException();
    }

    private static string Text(Stream stream, long end)
    {
        var bytes = new byte[Math.Min(end - stream.Position, 64)];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private sealed record Field(int Number, long End);
}
