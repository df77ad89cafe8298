namespace Mm.Data.Catalog.Access;

/// <summary>A key for the HTTP API. The key itself is nowhere kept: who reads this table can use none.</summary>
public sealed class AccessKeyRecord
{
    /// <summary>Twelve hex digits; names the key in lists and logs.</summary>
    public required string Id { get; set; }

    /// <summary>What the operator calls it.</summary>
    public required string Name { get; set; }

    /// <summary>HMAC-SHA-256 of the key under the server's key, 64 hex digits.</summary>
    public required string Digest { get; set; }

    /// <summary>What it may do, with commas between.</summary>
    public required string Scopes { get; set; }

    /// <summary>Unix time in milliseconds, as all times here.</summary>
    public long CreatedMs { get; set; }

    public long ExpiresMs { get; set; }

    public long? RevokedMs { get; set; }

    public bool IsValid(DateTimeOffset now) => RevokedMs is null && now.ToUnixTimeMilliseconds() < ExpiresMs;
}
