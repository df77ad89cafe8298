using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.App.Reports;

/// <summary>
/// A document of a release in reading order, as its rows have it: texts, and in the place of a picture the row that holds it.
/// </summary>
internal static class DocumentReport
{
    private const int PrefixLengthMin = 6;

    /// <exception cref="ConfigurationException">No or several documents have such an id.</exception>
    public static async Task<int> PrintAsync(string folder, string idOrPrefix, bool json, CancellationToken cancel)
    {
        if (idOrPrefix.Length < PrefixLengthMin)
            throw new ConfigurationException($"The document id {idOrPrefix} is too short: give at least {PrefixLengthMin} characters.");
        using var release = await ReleaseReader.OpenAsync(folder, cancel);
        var rows = new List<DocumentRow>();
        await foreach (var row in release.RowsAsync(split: null, cancel))
        {
            if (row.Sample.Document is { } document && document.Place.Document.StartsWith(idOrPrefix, StringComparison.Ordinal))
                rows.Add(new DocumentRow(row.Sample.Id, document));
        }

        var places = rows.Select(row => row.Document.Place.Document).Distinct(StringComparer.Ordinal).ToArray();
        if (rows.All(row => row.Document.Place.Document != idOrPrefix) && places.Length != 1)
        {
            throw new ConfigurationException(places.Length == 0
                ? $"The release {folder} has no document {idOrPrefix}. Column document_id of its rows names those that it has."
                : $"{places.Length} documents begin with {idOrPrefix}: give more of the id.");
        }

        var id = places.Contains(idOrPrefix) ? idOrPrefix : places[0];
        Print(id, [.. rows.Where(row => row.Document.Place.Document == id).OrderBy(row => row.Document.Place.Position)], json);
        return ExitCode.Done;
    }

    private static void Print(string id, IReadOnlyList<DocumentRow> rows, bool json)
    {
        var parts = rows.SelectMany(row => row.Document.Parts.Select(part => new ToldPart(
            EnumCode.Of(part.Kind), part.Text, part.Kind is DocumentPartKind.Picture ? row.Id : null)));
        var of = rows[0].Document.Place.Rows;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { id, rows = rows.Count, of, parts }, PipelineJson.Options));
            return;
        }

        Console.WriteLine($"document {id}: {rows.Count} of its {of} rows are in the release");
        foreach (var part in parts)
            Console.WriteLine($"\n[{part.Kind}] {part.Sample ?? part.Text}");
    }

    private sealed record DocumentRow(string Id, RowDocument Document);

    private sealed record ToldPart(string Kind, string Text, string? Sample);
}
