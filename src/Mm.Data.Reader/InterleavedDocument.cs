using System.Text.Json;

namespace Mm.Data.Reader;

/// <summary>A document of a release, put together from its rows: texts and pictures in reading order.</summary>
/// <param name="Id">24 hex digits of the source's SHA-256; a copy in the same input has <c>-2</c>, ... behind them.</param>
/// <param name="Parts">In reading order.</param>
/// <param name="IsWhole">False: some of its rows were dropped or revoked, and their parts are missing.</param>
public sealed record InterleavedDocument(string Id, IReadOnlyList<InterleavedPart> Parts, bool IsWhole)
{
    /// <param name="rows">Of one document, in order.</param>
    internal static InterleavedDocument Of(IReadOnlyList<DataRow> rows) => new(
        rows[0].Text("document_id")!, [.. rows.SelectMany(PartsOf)], rows.Count == rows[0].Number("document_rows"));

    private static List<InterleavedPart> PartsOf(DataRow row)
    {
        try
        {
            using var json = JsonDocument.Parse(row.Text("document_parts")!);
            return
            [
                .. json.RootElement.EnumerateArray().Select(part => part.GetProperty("kind").GetString()! is var kind && kind == "picture"
                    ? new InterleavedPart(kind, "", row)
                    : new InterleavedPart(kind, part.TryGetProperty("text", out var text) ? text.GetString()! : "", null)),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ReaderException(
                ReaderProblem.Damaged, $"Row {row.Place.Row} of {row.Place.Path} has parts of another form. Get the release again.", e);
        }
    }
}

/// <summary>A part of a document.</summary>
/// <param name="Kind"><c>heading</c>, <c>paragraph</c>, <c>caption</c>, <c>table</c>, <c>picture</c>, or <c>omitted</c> where the source
/// had a picture that the release has not.</param>
/// <param name="Text">With its personal data replaced; "" for pictures.</param>
/// <param name="Row">The picture's row, with its scores; null for texts.</param>
public sealed record InterleavedPart(string Kind, string Text, DataRow? Row)
{
    /// <summary>The rendered picture, encoded; null for texts.</summary>
    public ReadOnlyMemory<byte>? Picture => Row?.Asset;
}
