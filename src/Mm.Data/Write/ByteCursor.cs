namespace Mm.Data.Write;

/// <summary>Walks over bytes that may be anything; whatever would end behind them is damage.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many were passed.</summary>
    public int Passed { get; private set; }

    /// <exception cref="FormatException">There is none.</exception>
    public byte Next() => Take(1)[0];

    /// <exception cref="FormatException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Passed))
            throw new FormatException("A structure that ends behind its page.");
        var taken = _bytes.Slice(Passed, (int)count);
        Passed += (int)count;
        return taken;
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    /// <exception cref="FormatException">It does not end.</exception>
    public ulong Varint()
    {
        var number = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Next();
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }

        throw new FormatException("A number without an end.");
    }
}
