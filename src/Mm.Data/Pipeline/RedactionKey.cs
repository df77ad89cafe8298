using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.Pipeline;

/// <summary>
/// The key under which texts are hashed, pseudonymised and encrypted. Each use has a key of its own, derived by HKDF-SHA256 (RFC 5869), so
/// that what one use shows says nothing about another.
/// </summary>
public sealed class RedactionKey
{
    private const int LengthMin = SecretKey.BytesMin;
    private const int IdLength = 8;

    private readonly byte[] _key;

    private RedactionKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(Derive("id")[..IdLength]);
    }

    /// <summary>Names the key without telling it: 16 hexadecimal digits. Stands in the manifest.</summary>
    public string Id { get; }

    /// <summary>The key of one use, 32 bytes.</summary>
    public byte[] Derive(string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, LengthMin, info: Encoding.UTF8.GetBytes("mm.data/redaction/" + use));

    /// <summary>The key of the settings, or null where there is none.</summary>
    /// <exception cref="ConfigurationException">Both settings are given, the file cannot be read, or the key is none.</exception>
    public static RedactionKey? Read(PrivacyOptions options)
    {
        var key = SecretKey.Read("Privacy", "Key", options.Key, options.KeyFile);
        return key is null ? null : new RedactionKey(key);
    }
}
