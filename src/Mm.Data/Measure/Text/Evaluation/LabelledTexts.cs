using System.IO.Compression;
using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Text.Evaluation;

/// <summary>
/// Reads labelled texts: presidio-research (a JSON array of objects with <c>full_text</c> and <c>spans</c>) and LifeBench (JSON lines with
/// <c>data_to_answer</c> and <c>pii_spans</c>, also gzipped). Places in both count code points; here they count UTF-16 units.
/// </summary>
public static class LabelledTexts
{
    private static readonly string[] Patterns = ["*.json", "*.jsonl", "*.jsonl.gz"];

    /// <summary>All texts of a file, or of the files of a folder in the order of their names.</summary>
    /// <exception cref="ConfigurationException">No such file, or one that is no such data. The message quotes no text.</exception>
    public static IReadOnlyList<LabelledText> Read(string path)
    {
        if (File.Exists(path))
            return ReadFile(path);
        if (!Directory.Exists(path))
            throw new ConfigurationException($"{path}: there is no such file or folder.");
        var texts = Patterns.SelectMany(pattern => Directory.EnumerateFiles(path, pattern)).Order(StringComparer.Ordinal)
            .SelectMany(ReadFile).ToList();
        return texts.Count > 0
            ? texts
            : throw new ConfigurationException($"{path}: no labelled texts ({string.Join(", ", Patterns)}) in it.");
    }

    private static List<LabelledText> ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(stream);
            if (path.EndsWith(".json", StringComparison.Ordinal))
            {
                using var whole = JsonDocument.Parse(reader.ReadToEnd());
                return [.. whole.RootElement.EnumerateArray().Select(One)];
            }

            var texts = new List<LabelledText>();
            while (reader.ReadLine() is { } line)
            {
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                using var row = JsonDocument.Parse(line);
                texts.Add(One(row.RootElement));
            }

            return texts;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or InvalidDataException)
        {
            throw new ConfigurationException(
                $"{path}: is neither presidio-research JSON (full_text, spans) nor LifeBench JSON lines (data_to_answer, pii_spans).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read ({e.GetType().Name}).");
        }
    }

    private static LabelledText One(JsonElement row) => row.TryGetProperty("full_text", out var text)
        ? Make(text.GetString()!, row.GetProperty("spans"), "start_position", "end_position", "entity_type")
        : Make(row.GetProperty("data_to_answer").GetString()!, row.GetProperty("pii_spans"), "start", "end", "type");

    private static LabelledText Make(string text, JsonElement spans, string start, string end, string type)
    {
        var units = Units(text);
        return new LabelledText(text,
        [
            .. spans.EnumerateArray()
                .Select(span => new LabelledSpan(
                    units(span.GetProperty(start).GetInt32()), units(span.GetProperty(end).GetInt32()),
                    LabelNames.Of(span.GetProperty(type).GetString()!)))
                .Where(span => span.End > span.Start)
                .OrderBy(span => span.Start),
        ]);
    }

    // Places of code points as places of UTF-16 units.
    private static Func<int, int> Units(string text)
    {
        if (!text.Any(char.IsSurrogate))
            return place => Math.Clamp(place, 0, text.Length);
        var places = new List<int>(text.Length + 1);
        for (var at = 0; at < text.Length; at++)
        {
            if (at == 0 || !char.IsSurrogatePair(text[at - 1], text[at]))
                places.Add(at);
        }

        places.Add(text.Length);
        return place => places[Math.Clamp(place, 0, places.Count - 1)];
    }
}
