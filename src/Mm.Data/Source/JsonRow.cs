using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Mm.Data.Source;

/// <summary>The strings of a JSON object. <paramref name="Repaired"/>: some bytes were not UTF-8 and were replaced.</summary>
internal sealed record JsonRow(JsonElement Root, bool Repaired)
{
    /// <summary>Null where the bytes are not one JSON object.</summary>
    public static JsonRow? Parse(byte[] bytes)
    {
        try
        {
            var repaired = !Utf8.IsValid(bytes);
            var json = repaired ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)) : bytes;
            var reader = new Utf8JsonReader(Caption.WithoutMark(json));
            var root = JsonElement.ParseValue(ref reader);
            var closed = !reader.Read();
            return root.ValueKind is JsonValueKind.Object && closed ? new JsonRow(root, repaired) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value of <paramref name="key"/>; null where it is absent, null, no string, or holds half a surrogate
    /// pair.</summary>
    public string? Text(string key)
    {
        try
        {
            return Root.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // an unpaired surrogate cannot be text
        }
    }

    /// <summary>The key is there with a value other than null.</summary>
    public bool Has(string key)
    {
        try
        {
            return Root.TryGetProperty(key, out var value) && value.ValueKind is not JsonValueKind.Null;
        }
        catch (InvalidOperationException)
        {
            return false; // another key of the row holds half a surrogate pair and cannot be compared: the row is no good
        }
    }
}
