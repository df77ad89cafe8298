using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Mm.Data.Models.Names;

/// <summary>
/// The numbers of a tagger: a table of rows of sixteen 8-bit weights, one a label, that hashed keys choose; what a label adds after
/// another; and the lexicon. File: <c>"MMNAMES1"</c>, then as 32-bit little-endian numbers the bits of the table's size, the number
/// of keys of a token and the bits of the lexicon's size, then 17 x 17 16-bit transitions (from, to), rows and lexicon.
/// </summary>
internal sealed class NameWeights
{
    public const int RowLength = 2 * NameLabel.Types;

    private const int HeadLength = 20;
    private const int BitsMin = 8;
    private const int BitsMax = 20;

    private static readonly byte[] Magic = "MMNAMES1"u8.ToArray();

    /// <param name="rows">2^n rows of <see cref="RowLength"/>.</param>
    /// <param name="transitions">From label (row) to label, on the scale of the rows.</param>
    /// <param name="lexicon">What lists say about words.</param>
    public NameWeights(sbyte[] rows, short[] transitions, NameLexicon lexicon)
    {
        if (!int.IsPow2(rows.Length) || rows.Length < RowLength << BitsMin || rows.Length > RowLength << BitsMax)
            throw new ArgumentException("A power of two of rows is wanted.", nameof(rows));
        if (transitions.Length != NameLabel.Count * NameLabel.Count)
            throw new ArgumentException("A transition from each label to each is wanted.", nameof(transitions));
        (Rows, Transitions, Lexicon) = (rows, transitions, lexicon);
        Bits = int.Log2(rows.Length / RowLength);
    }

    public sbyte[] Rows { get; }

    public short[] Transitions { get; }

    public NameLexicon Lexicon { get; }

    /// <summary>The table has 2^Bits rows.</summary>
    public int Bits { get; }

    /// <exception cref="FormatException">The bytes are no such file, or one for other labels or keys; the message says which.</exception>
    public static NameWeights Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Magic) || file.Length < HeadLength)
            throw new FormatException("it does not begin with MMNAMES1");
        var bits = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        var keys = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        var lexiconBits = BinaryPrimitives.ReadInt32LittleEndian(file[16..]);
        if (keys != NameFeatures.Count)
            throw new FormatException($"it was trained with {keys} keys a token, this program has {NameFeatures.Count}");
        if (bits is < BitsMin or > BitsMax || lexiconBits is < BitsMin or > BitsMax)
            throw new FormatException("the size of a table is out of its range");

        var transitions = new short[NameLabel.Count * NameLabel.Count];
        var rows = new sbyte[RowLength << bits];
        var lexicon = new uint[1 << lexiconBits];
        var length = HeadLength + (2 * transitions.Length) + rows.Length + (sizeof(uint) * lexicon.Length);
        if (file.Length != length)
            throw new FormatException($"it has {file.Length} bytes where its head promises {length}");
        var rest = file[HeadLength..];
        for (var i = 0; i < transitions.Length; i++)
            transitions[i] = BinaryPrimitives.ReadInt16LittleEndian(rest[(2 * i)..]);
        rest = rest[(2 * transitions.Length)..];
        MemoryMarshal.Cast<byte, sbyte>(rest[..rows.Length]).CopyTo(rows);
        rest = rest[rows.Length..];
        for (var i = 0; i < lexicon.Length; i++)
            lexicon[i] = BinaryPrimitives.ReadUInt32LittleEndian(rest[(sizeof(uint) * i)..]);
        return new NameWeights(rows, transitions, new NameLexicon(lexicon));
    }

    public byte[] Write()
    {
        var file = new MemoryStream();
        using var writer = new BinaryWriter(file); // little-endian on every machine
        writer.Write(Magic);
        writer.Write(Bits);
        writer.Write(NameFeatures.Count);
        writer.Write(int.Log2(Lexicon.Slots.Length));
        foreach (var transition in Transitions)
            writer.Write(transition);
        writer.Write(MemoryMarshal.AsBytes(Rows.AsSpan()));
        foreach (var slot in Lexicon.Slots)
            writer.Write(slot);
        writer.Flush();
        return file.ToArray();
    }
}
