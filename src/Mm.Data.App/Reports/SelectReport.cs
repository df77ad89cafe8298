using System.Globalization;
using System.Text.Json;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run.Reselect;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>What would be kept, and how that differs from what the release has.</summary>
internal static class SelectReport
{
    public static void Print(SelectionDifference difference, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(difference, PipelineJson.Options));
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumns(new TableColumn("decision"), new TableColumn("reason or split"), new TableColumn("samples").RightAligned());
        table.AddRow("entered", "", Count(difference.Entered));
        foreach (var (reason, count) in difference.Dropped)
            table.AddRow("dropped", Markup.Escape(reason), Count(count));
        foreach (var (split, count) in difference.Splits)
            table.AddRow("[green]kept[/]", split, $"[green]{Count(count)}[/]");
        AnsiConsole.Write(table);

        if (difference.KeptBefore is not { } before)
        {
            Console.WriteLine("Nothing was decided here before.");
            return;
        }

        Console.WriteLine($"kept {Count(difference.Kept)}, before {Count(before)}");
        if (difference.Moves.Count == 0)
        {
            Console.WriteLine("No decision changes.");
            return;
        }

        var moves = new Table().Border(TableBorder.Simple)
            .AddColumns(new TableColumn("before"), new TableColumn("after"), new TableColumn("samples").RightAligned());
        foreach (var move in difference.Moves)
            moves.AddRow(Markup.Escape(move.Before), Markup.Escape(move.After), Count(move.Samples));
        AnsiConsole.Write(moves);
    }

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
