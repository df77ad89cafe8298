using System.Buffers.Text;
using System.Security.Cryptography;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Access;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Access;

/// <summary>A key for the HTTP API: 256 random bits, shown once. The catalog holds an HMAC of it under the installation's key.</summary>
public sealed record ApiKey(string Text, AccessKeyRecord Record)
{
    public const string Prefix = "mmk_";
    private const int SecretBytes = 32;
    private const int IdDigits = 12;

    /// <summary>A new key. It is not in the catalog yet.</summary>
    /// <param name="name">What the operator calls it.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="days">How long it holds.</param>
    /// <param name="server">The installation's key.</param>
    public static ApiKey Create(string name, IEnumerable<Capability> scopes, DateTimeOffset now, int days, ServerKey server)
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var digest = DigestOf(text, server);
        return new ApiKey(text, new AccessKeyRecord
        {
            Id = digest[..IdDigits],
            Name = name,
            Digest = digest,
            Scopes = string.Join(',', scopes.Distinct().Order().Select(EnumCode.Of)),
            CreatedMs = now.ToUnixTimeMilliseconds(),
            ExpiresMs = now.AddDays(days).ToUnixTimeMilliseconds(),
        });
    }

    public static string DigestOf(string text, ServerKey server) => server.Digest("access-key", text);

    /// <summary>The id alone.</summary>
    public override string ToString() => Record.Id;
}
