using System.Runtime.InteropServices;
using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>
/// One sample's features as bytes for scratch files: how many, then name, kind and value of each. Never leaves the machine.
/// </summary>
internal static class FeatureBytes
{
    public static void Write(BinaryWriter to, FeatureRow row, IReadOnlyList<FeatureColumn> columns)
    {
        to.Write((ushort)columns.Count(column => row.Has(column.Name)));
        foreach (var column in columns.Where(column => row.Has(column.Name)))
        {
            to.Write(column.Name);
            to.Write((byte)column.Kind);
            WriteValue(to, row[column.Name]!);
        }
    }

    public static FeatureRow Read(BinaryReader from)
    {
        var row = new FeatureRow();
        for (var left = from.ReadUInt16(); left > 0; left--)
        {
            var name = from.ReadString();
            switch ((FeatureKind)from.ReadByte())
            {
                case FeatureKind.Number: row.Set(name, from.ReadDouble()); break;
                case FeatureKind.Whole: row.Set(name, from.ReadInt64()); break;
                case FeatureKind.Flag: row.Set(name, from.ReadBoolean()); break;
                case FeatureKind.Code: row.Set(name, from.ReadString()); break;
                case FeatureKind.Vector: row.Set(name, ReadMany<float>(from)); break;
                case FeatureKind.Boxes: row.Set(name, ReadMany<Box>(from)); break;
                case FeatureKind.Spans: row.Set(name, ReadSpans(from)); break;
                default: throw new InvalidDataException("A scratch file of features holds an unknown kind.");
            }
        }

        return row;
    }

    private static void WriteValue(BinaryWriter to, object value)
    {
        switch (value)
        {
            case double number: to.Write(number); break;
            case long whole: to.Write(whole); break;
            case bool flag: to.Write(flag); break;
            case string code: to.Write(code); break;
            case float[] vector: WriteMany<float>(to, vector); break;
            case Box[] boxes: WriteMany<Box>(to, boxes); break;
            case Span[] spans: WriteSpans(to, spans); break;
            default: throw new InvalidOperationException($"A feature of type {value.GetType()}.");
        }
    }

    private static void WriteMany<T>(BinaryWriter to, T[] values)
        where T : unmanaged
    {
        to.Write(values.Length);
        to.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static T[] ReadMany<T>(BinaryReader from)
        where T : unmanaged
    {
        var values = new T[from.ReadInt32()];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void WriteSpans(BinaryWriter to, Span[] spans)
    {
        to.Write(spans.Length);
        foreach (var span in spans)
        {
            to.Write(span.Start);
            to.Write(span.Length);
            to.Write(span.Type);
            to.Write(span.Score);
        }
    }

    private static Span[] ReadSpans(BinaryReader from)
    {
        var spans = new Span[from.ReadInt32()];
        for (var i = 0; i < spans.Length; i++)
            spans[i] = new Span(from.ReadInt32(), from.ReadInt32(), from.ReadString(), from.ReadSingle());
        return spans;
    }
}
