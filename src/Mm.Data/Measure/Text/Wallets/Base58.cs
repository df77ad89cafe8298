using System.Security.Cryptography;

namespace Mm.Data.Measure.Text.Wallets;

/// <summary>Base58Check: a version, a payload of 20 bytes and the first four bytes of their double SHA-256.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string RippleAlphabet = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
    private const int CheckLength = 4;
    private const int BytesMax = 32;
    private const int LengthMax = 36;
    private const int PayloadLength = 20;

    /// <summary>Bitcoin, Litecoin, Dogecoin, Dash, Tron (one byte of version), Zcash (two), Ripple.</summary>
    public static bool IsAddress(ReadOnlySpan<char> address) => address[0] switch
    {
        '1' or '3' or 'L' or 'M' or 'D' or 'X' or '7' or 'T' or 'A' or '9' => Holds(address, Alphabet, 1),
        't' => Holds(address, Alphabet, 2),
        'r' => Holds(address, RippleAlphabet, 1),
        _ => false,
    };

    private static bool Holds(ReadOnlySpan<char> address, string alphabet, int version)
    {
        if (address.Length > LengthMax)
            return false;
        Span<byte> bytes = stackalloc byte[BytesMax];
        var length = version + PayloadLength + CheckLength;
        if (!TryDecode(address, alphabet, bytes[..length]))
            return false;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..(length - CheckLength)], digest);
        SHA256.HashData(digest, digest);
        return digest[..CheckLength].SequenceEqual(bytes.Slice(length - CheckLength, CheckLength)) && IsVersion(bytes[..version], alphabet);
    }

    // Versions of the networks named above, of public keys and of scripts.
    private static bool IsVersion(ReadOnlySpan<byte> version, string alphabet) => alphabet == RippleAlphabet
        ? version[0] == 0
        : version.Length == 2
            ? version is [0x1c, 0xb8] or [0x1c, 0xbd]
            : version[0] is 0x00 or 0x05 or 0x30 or 0x32 or 0x1e or 0x16 or 0x4c or 0x10 or 0x41;

    private static bool TryDecode(ReadOnlySpan<char> text, string alphabet, Span<byte> bytes)
    {
        bytes.Clear();
        foreach (var character in text)
        {
            var carry = alphabet.IndexOf(character);
            if (carry < 0)
                return false;
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += 58 * bytes[i];
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
                return false;
        }

        return true;
    }
}
