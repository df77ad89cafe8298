using System.Text.Encodings.Web;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Write;

/// <summary>What a row says of the document that it is of: where it stands, and its part of it in reading order.</summary>
public sealed record RowDocument(DocumentPlace Place, IReadOnlyList<RowPart> Parts)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The parts as JSON, <c>[{"kind":"paragraph","text":"..."},{"kind":"picture"}]</c>: one text that every reader of Parquet takes, where
    /// lists of structs are read by some and flattened by others.
    /// </summary>
    public string PartsJson
    {
        get
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, Options))
            {
                json.WriteStartArray();
                foreach (var part in Parts)
                {
                    json.WriteStartObject();
                    json.WriteString("kind", EnumCode.Of(part.Kind));
                    if (part.Text.Length > 0)
                        json.WriteString("text", part.Text);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
    }

    /// <summary>What <see cref="PartsJson"/> gave.</summary>
    /// <exception cref="FormatException">It is of another form.</exception>
    internal static IReadOnlyList<RowPart> ParseParts(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return
            [
                .. parsed.RootElement.EnumerateArray().Select(part => new RowPart(
                    EnumCode.Parse<DocumentPartKind>(part.GetProperty("kind").GetString()!),
                    part.TryGetProperty("text", out var text) ? text.GetString()! : "")),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException("The parts of a document are of another form.", e);
        }
    }
}

/// <summary>A text, or the place of the row's picture, which has none.</summary>
public sealed record RowPart(DocumentPartKind Kind, string Text)
{
    /// <summary>The parts that the slices of a text are. What redaction has left nothing of is no part any more.</summary>
    public static IReadOnlyList<RowPart> Of(string text, IReadOnlyList<DocumentSlice> slices) =>
    [
        .. slices
            .Select(slice => new RowPart(slice.Kind, text.Substring(slice.Start, slice.Length)))
            .Where(part => part.Text.Length > 0 || part.Kind is DocumentPartKind.Picture or DocumentPartKind.Omitted),
    ];
}
