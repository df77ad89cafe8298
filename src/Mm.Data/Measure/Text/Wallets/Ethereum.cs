namespace Mm.Data.Measure.Text.Wallets;

/// <summary>Ethereum addresses: 40 hexadecimal digits, whose case carries a checksum (EIP-55).</summary>
internal static class Ethereum
{
    private const int Length = 40;

    private static readonly System.Buffers.SearchValues<char> Hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether the checksum holds; null where all letters have one case, so that there is none.</summary>
    public static bool? IsAddress(ReadOnlySpan<char> digits)
    {
        if (digits.Length != Length || digits.ContainsAnyExcept(Hexadecimal) || !digits.ContainsAnyExcept('0'))
            return false;
        if (!digits.ContainsAnyInRange('a', 'f') || !digits.ContainsAnyInRange('A', 'F'))
            return null;
        Span<byte> lower = stackalloc byte[Length];
        for (var i = 0; i < Length; i++)
            lower[i] = (byte)char.ToLowerInvariant(digits[i]);
        Span<byte> hash = stackalloc byte[Keccak.HashLength];
        Keccak.Hash(lower, hash);
        for (var i = 0; i < Length; i++)
        {
            var nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            if (char.IsAsciiLetter(digits[i]) && char.IsAsciiLetterUpper(digits[i]) != nibble >= 8)
                return false;
        }

        return true;
    }
}
