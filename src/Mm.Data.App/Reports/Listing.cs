using System.Text.Json;
using Mm.Data.Pipeline.Definition;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints lists: as JSON, as a table, or as a sentence where there is nothing.</summary>
internal static class Listing
{
    /// <param name="items">What there is.</param>
    /// <param name="json">As JSON, also where there is nothing.</param>
    /// <param name="none">The sentence.</param>
    /// <param name="table">With its columns, and no rows yet.</param>
    /// <param name="row">The cells of an item, as plain text.</param>
    public static void Print<T>(IReadOnlyList<T> items, bool json, string none, Table table, Func<T, string[]> row)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(items, PipelineJson.Options));
            return;
        }

        if (items.Count == 0)
        {
            Console.WriteLine(none);
            return;
        }

        foreach (var item in items)
            table.AddRow([.. row(item).Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }
}
