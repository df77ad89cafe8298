using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Write;

namespace Mm.Data.Tests.Kit;

/// <summary>Release rows with bytes derived from their id.</summary>
public static class SampleRows
{
    public static SampleRow Image(string id, int bytes)
    {
        var asset = new byte[bytes];
        for (var at = 0; at < bytes; at += 32)
            SHA256.HashData(Encoding.UTF8.GetBytes($"{id} {at}")).AsSpan(0, Math.Min(32, bytes - at)).CopyTo(asset.AsSpan(at));
        return new SampleRow
        {
            Id = id,
            Modality = Modality.Image,
            Text = $"A picture called {id}",
            Asset = asset,
            Extension = "jpg",
            Width = 16,
            Height = 12,
            Source = "local",
            Licence = "CC0-1.0",
            OutputSha256 = Convert.ToHexStringLower(SHA256.HashData(asset)),
            SourceSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))),
        };
    }
}
