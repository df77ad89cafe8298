using System.Text.Json.Nodes;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// A pipeline file as JSON, with the origin of each value. Paths are dotted with indexes (<c>select.rules[0].min</c>); "" is the whole.
/// </summary>
internal sealed class PipelineTree(JsonObject root, Dictionary<string, Mark> marks)
{
    public JsonObject Root => root;

    /// <summary>Where the value stands; for what is not in the file, where the nearest thing around it stands.</summary>
    public Mark MarkOf(string path)
    {
        while (!marks.ContainsKey(path) && path.Length > 0)
            path = Parent(path);
        return marks.GetValueOrDefault(path, new Mark(1));
    }

    public void SetMark(string path, Mark mark) => marks[path] = mark;

    /// <summary>The <c>measure</c> entries that are objects, with their places in the file's list.</summary>
    public IEnumerable<(int Index, JsonObject Entry, string? Stage)> Stages()
    {
        if (root["measure"] is not JsonArray entries)
            yield break;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is JsonObject entry)
                yield return (i, entry, Text(entry["stage"]));
        }
    }

    /// <summary>
    /// How a problem at <paramref name="path"/> is named: <c>measure[2] faces: threshold</c> for a stage's option, the path itself
    /// elsewhere.
    /// </summary>
    public string Subject(string path)
    {
        foreach (var (index, _, stage) in Stages())
        {
            var place = $"measure[{index}]";
            if (stage is null || !IsAtOrUnder(path, place))
                continue;
            var rest = path[place.Length..].TrimStart('.');
            rest = IsAtOrUnder(rest, "with") ? rest[4..].TrimStart('.') : rest;
            return rest.Length == 0 ? $"{place} {stage}" : $"{place} {stage}: {rest}";
        }

        return path.Length == 0 ? "the pipeline" : path;
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool IsAtOrUnder(string path, string place) =>
        path.StartsWith(place, StringComparison.Ordinal) && (path.Length == place.Length || path[place.Length] is '.' or '[');

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
}
