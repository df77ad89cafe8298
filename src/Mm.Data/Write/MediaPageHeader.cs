namespace Mm.Data.Write;

/// <summary>What stands before a page of a Parquet column; of the format's struct only what a page of media needs.</summary>
/// <param name="Bytes">Of the header itself.</param>
/// <param name="PageBytes">Of the page behind it, as it lies in the file.</param>
/// <param name="Values">Nulls counted.</param>
/// <param name="IsPlain">
/// A data page of the first version whose values are stored one after another and whose levels are run lengths.
/// </param>
internal readonly record struct MediaPageHeader(int Bytes, int PageBytes, int Values, bool IsPlain)
{
    private const int DataPage = 0;
    private const int PlainValues = 0;
    private const int RunLengthLevels = 3;
    private const int DepthMax = 8;

    /// <summary>Types of the compact Thrift protocol, in which the header is written; lists and maps are in none.</summary>
    private enum Wire
    {
        Stop = 0,
        True = 1,
        False = 2,
        Byte = 3,
        Short = 4,
        Int = 5,
        Long = 6,
        Double = 7,
        Binary = 8,
        Struct = 12,
    }

    /// <exception cref="FormatException">It is no header.</exception>
    public static MediaPageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        var (type, size, stored, last) = (-1, -1, -1, 0);
        var (values, encoding, levels) = (-1, -1, -1);
        while (Next(ref cursor, ref last) is var wire && wire is not Wire.Stop)
        {
            switch (last)
            {
                case 1: type = Int(ref cursor, wire); break;
                case 2: size = Int(ref cursor, wire); break;
                case 3: stored = Int(ref cursor, wire); break;
                case 5 when wire is Wire.Struct: (values, encoding, levels) = DataHeader(ref cursor); break;
                default: Skip(ref cursor, wire, depth: 0); break;
            }
        }

        if (stored < 0 || type == DataPage && values < 0)
            throw new FormatException("A page header without its sizes.");
        var plain = type == DataPage && size == stored && encoding == PlainValues && levels == RunLengthLevels;
        return new MediaPageHeader(cursor.Passed, stored, values, plain);
    }

    private static (int Values, int Encoding, int Levels) DataHeader(ref ByteCursor cursor)
    {
        var (values, encoding, levels, last) = (-1, -1, -1, 0);
        while (Next(ref cursor, ref last) is var wire && wire is not Wire.Stop)
        {
            switch (last)
            {
                case 1: values = Int(ref cursor, wire); break;
                case 2: encoding = Int(ref cursor, wire); break;
                case 3: levels = Int(ref cursor, wire); break;
                default: Skip(ref cursor, wire, depth: 0); break;
            }
        }

        return (values, encoding, levels);
    }

    /// <summary>The next field of a struct: its type, and its number in <paramref name="last"/>.</summary>
    private static Wire Next(ref ByteCursor cursor, ref int last)
    {
        var head = cursor.Next();
        var wire = (Wire)(head & 0x0F);
        if (wire is not Wire.Stop)
            last = head >> 4 is var step && step > 0 ? last + step : ZigZag(cursor.Varint());
        return wire;
    }

    private static void Skip(ref ByteCursor cursor, Wire wire, int depth)
    {
        switch (wire)
        {
            case Wire.True or Wire.False: break;
            case Wire.Byte: cursor.Next(); break;
            case Wire.Short or Wire.Int or Wire.Long: cursor.Varint(); break;
            case Wire.Double: cursor.Take(sizeof(double)); break;
            case Wire.Binary: cursor.Take(cursor.Varint()); break;
            case Wire.Struct when depth < DepthMax:
                for (var last = 0; Next(ref cursor, ref last) is var inner && inner is not Wire.Stop;)
                    Skip(ref cursor, inner, depth + 1);
                break;
            default: throw new FormatException("A page header with a field of an unknown type.");
        }
    }

    private static int Int(ref ByteCursor cursor, Wire wire) =>
        wire is Wire.Int ? ZigZag(cursor.Varint()) : throw new FormatException("A page header with a number of another type.");

    private static int ZigZag(ulong number) => number <= uint.MaxValue
        ? (int)(number >> 1) ^ -(int)(number & 1)
        : throw new FormatException("A page header with a number out of range.");
}
