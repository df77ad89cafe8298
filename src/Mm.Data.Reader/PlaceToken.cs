using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Mm.Data.Reader;

/// <summary>A place in an epoch, and all that its order follows from: 56 characters of base64url, safe in a file name.</summary>
internal sealed record PlaceToken(byte[] Dataset, ReadOrder Order, long Position)
{
    public const int DatasetBytes = 8;

    private const byte Version = 1;
    private const int BodyBytes = 38;
    private const int CheckBytes = 4;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[BodyBytes + CheckBytes];
        bytes[0] = Version;
        Dataset.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[9..], Order.Seed);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[17..], Order.Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[21..], Order.Lanes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[25..], Order.WindowGroups);
        bytes[29] = (byte)((Order.Shuffle ? 1 : 0) | ((int)Order.Tail << 1));
        BinaryPrimitives.WriteInt64LittleEndian(bytes[30..], Position);
        SHA256.HashData(bytes[..BodyBytes])[..CheckBytes].CopyTo(bytes[BodyBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="ReaderException">Not a token, or one that was altered.</exception>
    public static PlaceToken Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[BodyBytes + CheckBytes];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.TryDecodeFromChars(text, bytes, out _)
            || bytes[0] != Version || !SHA256.HashData(bytes[..BodyBytes]).AsSpan(0, CheckBytes).SequenceEqual(bytes[BodyBytes..]))
        {
            throw new ReaderException(ReaderProblem.BadToken, "This is no token of this reader, or it was altered. Start the epoch anew.");
        }

        var order = new ReadOrder
        {
            Seed = BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..]),
            Epoch = BinaryPrimitives.ReadInt32LittleEndian(bytes[17..]),
            Lanes = BinaryPrimitives.ReadInt32LittleEndian(bytes[21..]),
            WindowGroups = BinaryPrimitives.ReadInt32LittleEndian(bytes[25..]),
            Shuffle = (bytes[29] & 1) != 0,
            Tail = (Tail)(bytes[29] >> 1),
        };
        return new PlaceToken(bytes.Slice(1, DatasetBytes).ToArray(), order, BinaryPrimitives.ReadInt64LittleEndian(bytes[30..]));
    }
}
