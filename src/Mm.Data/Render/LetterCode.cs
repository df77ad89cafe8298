namespace Mm.Data.Render;

/// <summary>Bytes as letters a to p, two a byte: a code without digits, which no recogniser takes for a number.</summary>
internal static class LetterCode
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var letters = new char[2 * bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
            (letters[2 * i], letters[(2 * i) + 1]) = ((char)('a' + (bytes[i] >> 4)), (char)('a' + (bytes[i] & 15)));
        return new string(letters);
    }

    /// <summary>The bytes again; null where it is no such code.</summary>
    public static byte[]? Read(ReadOnlySpan<char> letters)
    {
        if (letters.Length % 2 != 0 || letters.ContainsAnyExceptInRange('a', 'p'))
            return null;
        var bytes = new byte[letters.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(((letters[2 * i] - 'a') << 4) | (letters[(2 * i) + 1] - 'a'));
        return bytes;
    }
}
