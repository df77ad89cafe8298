using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Mm.Data.Audit.Log;

/// <summary>
/// The key that signs checkpoints: Ed25519, in the text form of Go's sumdb/note, <c>PRIVATE+KEY+name+id+base64</c>. Its text is written to
/// its own file and nowhere else; <see cref="ToString"/> tells the public part.
/// </summary>
public sealed class PrivateKey
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly byte[] _seed;

    private PrivateKey(string name, byte[] seed)
    {
        _seed = seed;
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        Public = PublicKey.Of(name, key);
    }

    public PublicKey Public { get; }

    /// <summary>A new key. The one thing in a release that is random, and made once an installation.</summary>
    /// <exception cref="ConfigurationException">The name is empty, or has spaces or plus signs.</exception>
    public static PrivateKey Generate(string name) => NoteKey.IsName(name)
        ? new PrivateKey(name, RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize))
        : throw new ConfigurationException($"'{name}' is no name of a key: it must not be empty and has no spaces or plus signs.");

    /// <exception cref="FormatException">Not such a text. The message does not quote it.</exception>
    public static PrivateKey Parse(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith(Prefix, StringComparison.Ordinal))
            throw new FormatException($"A private key begins with {Prefix}.");
        var (name, id, seed) = NoteKey.Split(trimmed[Prefix.Length..]);
        var key = new PrivateKey(name, seed);
        return key.Public.Id == id ? key : throw new FormatException("The id in the private key is not that of its public key.");
    }

    public byte[] Sign(ReadOnlySpan<byte> text)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, text.ToArray(), 0, text.Length, signature, 0);
        return signature;
    }

    /// <summary>The secret itself, for its file.</summary>
    internal byte[] ToSecretText() => Encoding.UTF8.GetBytes(
        $"{Prefix}{Public.Hint}+{Convert.ToBase64String([PublicKey.Ed25519Algorithm, .. _seed])}\n");

    public override string ToString() => Public.ToString();
}
