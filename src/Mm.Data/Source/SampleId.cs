using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.Source;

/// <summary>
/// Names samples by their content: the first 128 bits of SHA-256 over a version tag and the digests of asset and caption. The same
/// picture with the same caption has the same id in every run, under any name, on any machine.
/// </summary>
public static class SampleId
{
    /// <summary>32 lower-case hex digits from two SHA-256 in lower-case hex.</summary>
    public static string Of(string assetSha256, string captionSha256)
    {
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"mm.data/sample/1\0{assetSha256}\0{captionSha256}"));
        return Convert.ToHexStringLower(digest.AsSpan(0, 16));
    }

    /// <summary>The id of the n-th sample with the same content: the first keeps the id, then <c>-2</c>, <c>-3</c>, ...</summary>
    public static string Numbered(string id, int n) => n == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{n}");
}
