using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>Reads what an independent program finds in media files beside the pictures and the sound.</summary>
internal static class Exiftool
{
    private const string Program = "/usr/bin/exiftool";

    /// <summary>What says nothing but that a file is there: its name and times on this disk, and the program's own version.</summary>
    private static readonly string[] Own = ["SourceFile", "ExifTool:", "System:", "Composite:ImageSize", "Composite:Megapixels"];

    /// <summary>Every tag of every file of a folder as <c>Group:Name</c>, with its value. Skips the test where exiftool is absent.</summary>
    public static async Task<IReadOnlyList<(string Tag, string Value)>> TagsAsync(string folder, CancellationToken cancel)
    {
        Assert.SkipUnless(File.Exists(Program), "needs exiftool");
        using var process = Process.Start(new ProcessStartInfo(Program, ["-a", "-G1", "-ee", "-j", "-q", folder]) { RedirectStandardOutput = true })!;
        var files = JsonNode.Parse(await process.StandardOutput.ReadToEndAsync(cancel))!.AsArray();
        await process.WaitForExitAsync(cancel);
        Assert.Equal(Directory.GetFiles(folder).Length, files.Count);
        return [.. files.SelectMany(file => file!.AsObject())
            .Where(tag => !Own.Any(own => tag.Key.StartsWith(own, StringComparison.Ordinal)))
            .Select(tag => (tag.Key, tag.Value!.ToString()))];
    }
}
