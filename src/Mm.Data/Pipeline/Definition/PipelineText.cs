using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mm.Data.Pipeline.Definition;

/// <summary>A definition as a pipeline file in YAML, every default written out.</summary>
public static class PipelineText
{
    public static string Of(PipelineDefinition definition)
    {
        var text = new StringBuilder();
        var tree = JsonSerializer.SerializeToNode(definition, PipelineJson.Options)!;
        DropNulls(tree);
        Write(text, tree, 0);
        return text.ToString();
    }

    // What is null is absent: the key would have no value.
    private static void DropNulls(JsonNode? node)
    {
        foreach (var child in node switch { JsonObject map => map.Select(pair => pair.Value), JsonArray list => list, _ => [] })
            DropNulls(child);
        if (node is not JsonObject from)
            return;
        foreach (var key in from.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray())
            from.Remove(key);
    }

    private static void Write(StringBuilder text, JsonNode node, int indent)
    {
        if (node is JsonObject map)
        {
            foreach (var (key, value) in map)
                Entry(text.Append(' ', indent).Append(Key(key)).Append(':'), value!, indent + 2);
            return;
        }

        foreach (var item in (JsonArray)node)
        {
            if (item is JsonObject { Count: > 0 } entry)
            {
                // The first key stands behind the dash, the others below it.
                var inside = new StringBuilder();
                Write(inside, entry, indent + 2);
                text.Append(' ', indent).Append("- ").Append(inside.ToString().AsSpan(indent + 2));
                continue;
            }

            Entry(text.Append(' ', indent).Append('-'), item!, indent + 2);
        }
    }

    private static void Entry(StringBuilder text, JsonNode value, int indent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Write(text, value, indent);
            return;
        }

        text.Append(' ').Append(value.ToJsonString()).Append('\n'); // a text in JSON's quotes is one in YAML
    }

    private static string Key(string key) =>
        key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && char.IsAsciiLetter(key[0]) ? key : $"\"{key}\"";
}
