namespace Mm.Data.Decoder.Documents;

/// <summary>Reads <c>data:</c> addresses (RFC 2397) of pictures.</summary>
internal static class DataAddress
{
    private const string Scheme = "data:";

    /// <summary>What it holds; empty where it is another address, not in base 64, or damaged.</summary>
    public static ReadOnlyMemory<byte> Read(string address)
    {
        var text = address.AsSpan().Trim();
        var comma = text.IndexOf(',');
        if (comma < 0 || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
            return default;
        var body = text[(comma + 1)..];
        var unescaped = body.Contains('%') ? Uri.UnescapeDataString(body) : body.ToString();
        var bytes = new byte[(unescaped.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(unescaped, bytes, out var count) ? bytes.AsMemory(0, count) : default;
    }
}
