using System.Security.Cryptography;

namespace Mm.Data.Tests.Kit;

/// <summary>Folders as lists of files with their digests, so that two compare with a readable difference.</summary>
internal static class Trees
{
    public static async Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancel)
    {
        var lines = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var digest = SHA256.HashData(await File.ReadAllBytesAsync(file, cancel));
            lines.Add($"{Path.GetRelativePath(folder, file)} {Convert.ToHexStringLower(digest)}");
        }

        return lines;
    }
}
