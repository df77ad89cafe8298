namespace Mm.Data.Models.Store;

/// <summary>One field: a number, or bytes up to <paramref name="End"/>.</summary>
internal sealed record ProtoField(int Number, long End, long Value)
{
    public bool IsBytes => End >= 0;
}

/// <summary>Walks the fields of a protobuf message in a stream, so that gigabytes of weights are passed over and never read.</summary>
internal static class ProtoFields
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    /// <summary>
    /// The fields up to <paramref name="end"/>. While a field of bytes is at hand the stream stands at its first byte; whatever is read
    /// of it, the walk goes on behind it.
    /// </summary>
    /// <exception cref="InvalidDataException">Not protobuf.</exception>
    public static IEnumerable<ProtoField> Of(Stream stream, long end)
    {
        while (stream.Position < end)
        {
            var tag = Number(stream);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case Varint:
                    yield return new ProtoField(number, -1, Number(stream));
                    break;
                case Bytes:
                    var length = Number(stream);
                    var next = stream.Position + length;
                    if (length < 0 || next > end)
                        throw new InvalidDataException("a field is longer than what holds it");
                    yield return new ProtoField(number, next, 0);
                    stream.Position = next;
                    break;
                case Fixed64:
                    stream.Position += sizeof(long);
                    break;
                case Fixed32:
                    stream.Position += sizeof(int);
                    break;
                default:
                    throw new InvalidDataException("not protobuf");
            }
        }
    }

    /// <summary>The numbers of a packed field.</summary>
    public static IEnumerable<long> Packed(Stream stream, long end)
    {
        while (stream.Position < end)
            yield return Number(stream);
    }

    private static long Number(Stream stream)
    {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = stream.ReadByte();
            if (part < 0)
                throw new InvalidDataException("cut off");
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException("not protobuf");
    }
}
