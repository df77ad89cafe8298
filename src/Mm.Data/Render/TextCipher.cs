using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Mm.Data.Pipeline;

namespace Mm.Data.Render;

/// <summary>
/// Encrypts values in texts so that whoever has the key can read them again: <c>&lt;EMAIL!abcd...&gt;</c>, letters for nonce, ciphertext
/// and tag of AES-256-GCM with the type as associated data. The nonce is no random number, because the same input must give the same
/// bytes: it is an HMAC-SHA256 over sample, type and value under a key of its own (after the synthetic nonces of RFC 8452). The same nonce
/// comes only with the same sample, type and value, and then the whole ciphertext is the same: it tells that the value stands twice in
/// one caption, and nothing else.
/// </summary>
public sealed class TextCipher(RedactionKey key)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly Regex Encrypted =
        new("<(?<type>[A-Z0-9_]+)!(?<code>[a-p]+)>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private readonly byte[] _key = key.Derive("encrypt");
    private readonly byte[] _nonceKey = key.Derive("encrypt-nonce");

    public string Encrypt(string sampleId, string type, string value)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var sealedValue = new byte[NonceLength + plain.Length + TagLength];
        var nonce = sealedValue.AsSpan(0, NonceLength);
        HMACSHA256.HashData(_nonceKey, Encoding.UTF8.GetBytes($"{sampleId}\0{type}\0{value}")).AsSpan(0, NonceLength).CopyTo(nonce);
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(
            nonce, plain, sealedValue.AsSpan(NonceLength, plain.Length), sealedValue.AsSpan(NonceLength + plain.Length),
            Encoding.UTF8.GetBytes(type));
        return $"<{type}!{LetterCode.Of(sealedValue)}>";
    }

    /// <summary>The text with every encrypted value in clear, and how many values there are that another key encrypted.</summary>
    public (string Text, int Unreadable) Reveal(string text)
    {
        var unreadable = 0;
        var revealed = Encrypted.Replace(text, match =>
        {
            if (Decrypt(match.Groups["type"].Value, match.Groups["code"].ValueSpan) is { } value)
                return value;
            unreadable++;
            return match.Value;
        });
        return (revealed, unreadable);
    }

    private string? Decrypt(string type, ReadOnlySpan<char> code)
    {
        if (LetterCode.Read(code) is not { Length: >= NonceLength + TagLength } bytes)
            return null;
        var plain = new byte[bytes.Length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(_key, TagLength);
            cipher.Decrypt(
                bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength, plain.Length), bytes.AsSpan(NonceLength + plain.Length), plain,
                Encoding.UTF8.GetBytes(type));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
