using System.Globalization;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Mm.Data.Audit.Log;

/// <summary>What the texts of public and private note keys share: name, id, and algorithm with key in base64.</summary>
internal static class NoteKey
{
    private const int IdDigits = 8;

    /// <exception cref="FormatException">Not of this form, or of another algorithm. Never quotes the text: it may be a secret.</exception>
    public static (string Name, uint Id, byte[] Key) Split(string text)
    {
        var parts = text.Split('+', 3); // the base64 may hold plus signs of its own
        if (parts is not [var name, { Length: IdDigits } digits, var base64] || !IsName(name)
            || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
            throw new FormatException("A key has three parts, joined by plus signs: name, eight hexadecimal digits, base64.");
        var key = new byte[1 + Ed25519.PublicKeySize];
        return Convert.TryFromBase64String(base64, key, out var length) && length == key.Length && key[0] == PublicKey.Ed25519Algorithm
            ? (name, id, key[1..])
            : throw new FormatException("The last part of a key is 33 bytes in base64, and the first of them says Ed25519.");
    }

    /// <summary>Neither empty nor with spaces, control characters or plus signs.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 255 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));
}
