using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Mm.Data.Audit.Log;

/// <summary>
/// A key that checks signatures, in the text form of signed notes (C2SP signed-note; Go's sumdb/note): name, id in hexadecimal and, in
/// base64, 0x01 for Ed25519 with the 32 bytes of the key, joined by plus signs.
/// </summary>
public sealed class PublicKey
{
    internal const byte Ed25519Algorithm = 1;

    private readonly byte[] _key;

    private PublicKey(string name, byte[] key) => (Name, _key, Id) = (name, key, IdOf(name, key));

    public string Name { get; }

    /// <summary>The first four bytes of SHA-256 over name, algorithm and key, as a number.</summary>
    public uint Id { get; }

    /// <summary>Name and id: what the manifest says of who signed.</summary>
    public string Hint => $"{Name}+{Id:x8}";

    internal static PublicKey Of(string name, byte[] key) => new(name, key);

    /// <exception cref="FormatException">Not such a text, or its id is not that of its key.</exception>
    public static PublicKey Parse(string text)
    {
        var (name, id, key) = NoteKey.Split(text.Trim());
        var parsed = new PublicKey(name, key);
        return parsed.Id == id ? parsed : throw new FormatException("The id in the key is not that of the key: it was copied wrong.");
    }

    /// <summary>The key itself, or what a file holds that is named instead.</summary>
    /// <exception cref="ConfigurationException">Neither.</exception>
    public static PublicKey Read(string textOrFile)
    {
        try
        {
            return Parse(File.Exists(textOrFile) ? File.ReadAllText(textOrFile) : textOrFile);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"--key: neither a public key nor a file that holds one ({e.Message}) It looks like NAME+1234abcd+AQ..., "
                + "and mmdata key shows the one of this installation.");
        }
    }

    public bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        signature.Length == Ed25519.SignatureSize
        && Ed25519.Verify(signature.ToArray(), 0, _key, 0, text.ToArray(), 0, text.Length);

    public override string ToString() => $"{Hint}+{Convert.ToBase64String([Ed25519Algorithm, .. _key])}";

    private static uint IdOf(string name, byte[] key) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Algorithm, .. key]));
}
