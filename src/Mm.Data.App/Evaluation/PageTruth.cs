using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Evaluation;

/// <summary>A line of text on a page: its corners in pixels in reading order (x, y, ...), and what it says.</summary>
internal sealed record LineTruth(string Text, float[] Quad);

/// <summary>
/// Personal data on a page; <paramref name="XHeight"/> is the height in pixels of its small letters, 0 where nobody knows.
/// </summary>
internal sealed record SpanTruth(string Type, string Text, double XHeight, float[] Quad);

/// <summary>What is on one picture of a labelled folder.</summary>
internal sealed record PageTruth
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    private static readonly string[] _extensions = [".jpg", ".jpeg", ".png", ".webp"];

    public required string File { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public IReadOnlyList<LineTruth> Lines { get; init; } = [];

    public IReadOnlyList<SpanTruth> Spans { get; init; } = [];

    /// <summary>The pages of <c>truth.jsonl</c>; without it every picture of the folder, as one that holds nothing personal.</summary>
    /// <exception cref="ConfigurationException">The folder holds no picture, or its truth cannot be read.</exception>
    public static IReadOnlyList<PageTruth> Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ConfigurationException($"There is no folder {folder}.");
        var truth = Path.Combine(folder, "truth.jsonl");
        try
        {
            PageTruth[] pages = System.IO.File.Exists(truth)
                ? [.. System.IO.File.ReadLines(truth).Select(line => JsonSerializer.Deserialize<PageTruth>(line, _options)!)]
                : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(path => _extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
                    .Order(StringComparer.Ordinal)
                    .Select(path => new PageTruth { File = Path.GetRelativePath(folder, path) })];
            return pages.Length > 0 ? pages : throw new ConfigurationException($"{folder} holds no picture.");
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{truth}: {e.Message} ops/pages/render.py writes such a file.");
        }
    }
}
