using System.Text.Encodings.Web;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Write;

namespace Mm.Data.Publish.WebDataset;

/// <summary>The columns of a row but text, media and embedding, by their names in the files; what is null is left out.</summary>
internal static class RowJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(SampleRow row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteString("modality", EnumCode.Of(row.Modality));
            WriteSize(json, row);
            json.WriteString("source", row.Source);
            json.WriteString("licence", row.Licence);
            foreach (var (name, score) in row.Scores.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (score is { } value)
                    json.WriteNumber(ColumnNames.InFile(name), value);
            }

            json.WriteNumber("redactions", row.Redactions.Values.Sum());
            json.WriteString("redaction_summary", row.RedactionSummary);
            json.WriteString("obfuscation_summary", row.ObfuscationSummary);
            json.WriteString("output_sha256", row.OutputSha256);
            json.WriteString("source_sha256", row.SourceSha256);
            if (row.Document is { } document)
            {
                json.WriteString("document_id", document.Place.Document);
                json.WriteNumber("document_position", document.Place.Position);
                json.WriteNumber("document_rows", document.Place.Rows);
                json.WriteString("document_parts", document.PartsJson);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteSize(Utf8JsonWriter json, SampleRow row)
    {
        if (row.Width > 0)
            json.WriteNumber("width", row.Width);
        if (row.Height > 0)
            json.WriteNumber("height", row.Height);
        if (row.DurationSeconds > 0)
            json.WriteNumber("duration_seconds", row.DurationSeconds);
    }
}
