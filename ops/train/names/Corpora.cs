using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mm.Data.NameTraining;

/// <summary>Reads labelled sets. Types are renamed to the tagger's; the types of structured data stay and teach "no name".</summary>
internal static class Corpora
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["STREET_ADDRESS"] = "ADDRESS",
        ["ZIP_CODE"] = "ADDRESS",
        ["GPE"] = "LOCATION",
        ["ORG"] = "ORGANIZATION",
        ["PREFIX"] = "TITLE",
    };

    /// <summary>Texts of the generator: one JSON object a line, <c>text</c> and <c>spans</c> of start, end and type.</summary>
    public static List<LabelledText> Generated(string path) => [.. File.ReadLines(path).Select(line =>
    {
        using var json = JsonDocument.Parse(line);
        var spans = json.RootElement.GetProperty("spans").EnumerateArray()
            .Select(span => new LabelledSpan(span[0].GetInt32(), span[1].GetInt32(), span[2].GetString()!)).ToList();
        return new LabelledText(json.RootElement.GetProperty("text").GetString()!, spans, "", []);
    })];

    /// <summary>presidio-research's format; the group is the template.</summary>
    public static List<LabelledText> Presidio(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. json.RootElement.EnumerateArray().Select(row => new LabelledText(
            row.GetProperty("full_text").GetString()!,
            [.. row.GetProperty("spans").EnumerateArray().Select(span => new LabelledSpan(
                span.GetProperty("start_position").GetInt32(),
                span.GetProperty("end_position").GetInt32(),
                Rename(span.GetProperty("entity_type").GetString()!)))],
            row.GetProperty("masked").GetString()!,
            ["AGE", "NRP"]))];
    }

    /// <summary>Writes those entries of presidio-research files whose template is wanted, so that other programs measure the same texts.</summary>
    public static void WritePresidio(IEnumerable<string> paths, IReadOnlySet<string> templates, string to)
    {
        var rows = paths.SelectMany(path => JsonNode.Parse(File.ReadAllBytes(path))!.AsArray())
            .Where(row => templates.Contains(row!["masked"]!.GetValue<string>())).Select(row => row!.DeepClone());
        File.WriteAllText(to, new JsonArray([.. rows]).ToJsonString());
    }

    /// <summary>LifeBench: gzipped JSON lines, a file a user; the group is the user.</summary>
    public static List<LabelledText> LifeBench(string folder) => [.. Directory.EnumerateFiles(folder, "*.jsonl.gz")
        .Order(StringComparer.Ordinal).SelectMany(LifeBenchFile)];

    /// <summary>Captions without names, to measure on only: JSON lines with <c>captions</c>.</summary>
    public static List<LabelledText> Captions(string path) => [.. File.ReadLines(path).SelectMany(line =>
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("captions").EnumerateArray()
            .Select(caption => new LabelledText(caption.GetString()!, [], "", [])).ToList();
    })];

    private static IEnumerable<LabelledText> LifeBenchFile(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var spans = json.RootElement.GetProperty("pii_spans").EnumerateArray().Select(span => new LabelledSpan(
                span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32(), Rename(span.GetProperty("type").GetString()!)));
            yield return new LabelledText(
                json.RootElement.GetProperty("data_to_answer").GetString()!, [.. spans], Path.GetFileName(path),
                ["DATE_TIME", "AGE", "NRP", "TITLE"]);
        }
    }

    private static string Rename(string type) => Types.GetValueOrDefault(type, type);
}
