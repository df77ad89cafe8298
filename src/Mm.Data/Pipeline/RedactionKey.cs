using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.Pipeline;

/// <summary>
/// The key under which texts are hashed, pseudonymised and encrypted. Each use has a key of its own, derived by HKDF-SHA256 (RFC 5869), so
/// that what one use shows says nothing about another.
/// </summary>
public sealed class RedactionKey
{
    private const int LengthMin = 32;
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
        if (options is { Key: "", KeyFile: "" })
            return null;
        if (options.Key.Length > 0 && options.KeyFile.Length > 0)
            throw new ConfigurationException("Privacy: set Key or KeyFile, not both.");
        var name = options.Key.Length > 0 ? "Privacy:Key" : "Privacy:KeyFile";
        return new RedactionKey(Decode(options.Key.Length > 0 ? options.Key : Text(options.KeyFile), name));
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Privacy:KeyFile: {path} cannot be read: {e.Message}");
        }
    }

    // The message never quotes what was found.
    private static byte[] Decode(string text, string name)
    {
        var trimmed = text.Trim();
        byte[] key;
        try
        {
            var isHex = trimmed.Length % 2 == 0 && trimmed.All(char.IsAsciiHexDigit);
            key = isHex ? Convert.FromHexString(trimmed) : Convert.FromBase64String(trimmed);
        }
        catch (FormatException)
        {
            key = [];
        }

        return key.Length >= LengthMin
            ? key
            : throw new ConfigurationException(
                $"{name}: a key has at least {LengthMin} bytes in base64 or hexadecimal; make one with: openssl rand -base64 {LengthMin}");
    }
}
