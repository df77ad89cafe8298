using System.Buffers.Binary;
using System.Numerics;

namespace Mm.Data.Measure.Text.Wallets;

/// <summary>
/// Keccak-256 with the padding of the original submission, which Ethereum uses; SHA-3 of the standard, which the runtime has, pads
/// otherwise. For messages within one block.
/// </summary>
internal static class Keccak
{
    public const int HashLength = 32;

    private const int Rate = 136;
    private const int Rounds = 24;
    private const int Lanes = 25;

    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Places = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <exception cref="ArgumentOutOfRangeException">The message has more than 135 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(message.Length, Rate);
        Span<byte> block = stackalloc byte[Rate];
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x01;
        block[Rate - 1] |= 0x80;
        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        for (var i = 0; i < Rate / sizeof(ulong); i++)
            state[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(sizeof(ulong) * i)..]);
        Permute(state);
        for (var i = 0; i < HashLength / sizeof(ulong); i++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash[(sizeof(ulong) * i)..], state[i]);
    }

    private static void Permute(Span<ulong> state)
    {
        Span<ulong> column = stackalloc ulong[5];
        byte register = 1;
        for (var round = 0; round < Rounds; round++)
        {
            for (var x = 0; x < 5; x++)
                column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            for (var i = 0; i < Lanes; i++)
                state[i] ^= column[(i + 4) % 5] ^ BitOperations.RotateLeft(column[(i + 1) % 5], 1);

            var moved = state[1];
            for (var i = 0; i < Places.Length; i++)
                (state[Places[i]], moved) = (BitOperations.RotateLeft(moved, Rotations[i]), state[Places[i]]);

            for (var y = 0; y < Lanes; y += 5)
            {
                state.Slice(y, 5).CopyTo(column);
                for (var x = 0; x < 5; x++)
                    state[y + x] = column[x] ^ (~column[(x + 1) % 5] & column[(x + 2) % 5]);
            }

            state[0] ^= RoundConstant(ref register);
        }
    }

    // The constant's bits at 2^j - 1 come from a linear feedback shift register over x^8 + x^6 + x^5 + x^4 + 1.
    private static ulong RoundConstant(ref byte register)
    {
        var constant = 0ul;
        for (var j = 0; j < 7; j++)
        {
            constant |= (register & 1ul) << ((1 << j) - 1);
            register = (byte)((register << 1) ^ ((register >> 7) * 0x71));
        }

        return constant;
    }
}
