using System.Globalization;
using Mm.Data.Evaluate;
using Mm.Data.Publish;
using Mm.Data.Run.Evaluation;
using Spectre.Console;

namespace Mm.Data.App.Reports.Evaluation;

/// <summary>An evaluation as a table on the terminal, or as JSON.</summary>
internal static class EvaluationPrinter
{
    public static void Print(EvaluationReport report, bool json)
    {
        if (json)
        {
            Console.Write(System.Text.Encoding.UTF8.GetString(report.ToBytes()));
            return;
        }

        var splits = string.Join(", ", report.Splits.Select(split => $"{split.Name} {split.Rows}"));
        Console.WriteLine($"pipeline {report.Pipeline}, {report.Rows} rows ({splits})");
        Console.WriteLine(report.Model is { } model
            ? $"model {model.Name}{(model.OfRelease ? "" : ", not the one that scored the release")}"
            : "no dual encoder: the pipeline has no stage alignment; name one with --model");
        PrintRetrieval(report);
        PrintScores(report);
        PrintLeaks(report);
        PrintRepresentation(report.Representation);
        PrintGates(report.Gates);
    }

    /// <summary>A gate's bound in words.</summary>
    public static string Bound(Gate gate) => gate.Max is { } max ? $"at most {Number(max)}" : $"at least {Number(gate.Min)}";

    /// <summary>A gate's value; what could not be measured is no number.</summary>
    public static string Value(Gate gate) => gate.Value == double.MaxValue ? "not measured" : Number(gate.Value);

    public static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Interval(Estimate estimate) => $"{Number(estimate.Value)} ({Number(estimate.Low)} to {Number(estimate.High)})";

    private static void PrintRetrieval(EvaluationReport report)
    {
        if (report.Retrieval is not { } found)
        {
            Console.WriteLine($"nothing to rank: {report.NotRanked} rows have no caption or no embedding");
            return;
        }

        var table = Table("retrieval", "recall at 1", "recall at 5", "recall at 10", "median rank");
        foreach (var (name, side) in new[] { ("picture to caption", found.Captions), ("caption to picture", found.Images) })
            table.AddRow(name, Interval(side.At1), Interval(side.At5), Interval(side.At10), Interval(side.MedianRank));
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"among {found.Candidates} pairs, {report.NotRanked} not ranked; intervals of {report.Options.Confidence:0.###} "
            + $"from {report.Options.Resamples} resamples"));
        Console.WriteLine(
            $"contrastive loss {Interval(found.Loss)} nats in batches of {found.Batch} (chance {Number(Math.Log(found.Batch))}), "
            + $"temperature {Number(found.Temperature)}");
    }

    private static void PrintScores(EvaluationReport report)
    {
        if (report.Scores.Count == 0)
            return;
        var table = Table("score", "rows of", "count", "mean", "deviation", "5 %", "median", "95 %");
        foreach (var score in report.Scores)
        {
            table.AddRow(
                Markup.Escape(score.Score), Markup.Escape(score.By == "all" ? "all" : $"{score.By} {score.Group}"), $"{score.Count}",
                Number(score.Mean), Number(score.Deviation), Number(score.Quantiles[1]), Number(score.Quantiles[3]),
                Number(score.Quantiles[5]));
        }

        AnsiConsole.Write(table);
    }

    private static void PrintLeaks(EvaluationReport report)
    {
        var table = Table("duplicates", "rows compared", "within a split", "of eval in train");
        foreach (var leak in report.Leaks)
        {
            var kind = leak.Kind + (leak.Bound is { } bound ? $" {Number(bound)}" : "");
            table.AddRow(kind, $"{leak.Rows}", $"{leak.Within}", $"{leak.Leaked}");
        }

        AnsiConsole.Write(table);
    }

    private static void PrintRepresentation(Representation shown)
    {
        var table = Table("representation", "rows");
        foreach (var (name, groups) in Groups(shown))
        {
            foreach (var group in groups.Where(group => group.Rows > 0))
                table.AddRow(Markup.Escape($"{name} {group.Name}"), $"{group.Rows}");
        }

        AnsiConsole.Write(table);
        if (shown.PeopleShare is { } people)
            Console.WriteLine($"people in {Number(people * 100)} % of the rows that were searched for faces");
        Console.WriteLine($"not known: {string.Join(", ", shown.NotKnown)}");
    }

    /// <summary>The groupings of a representation by name.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<GroupCount> Groups)> Groups(Representation shown) =>
    [
        ("modality", shown.Modalities), ("source", shown.Sources), ("licence", shown.Licences), ("language", shown.Languages),
        ("script", shown.Scripts), ("caption words", shown.CaptionWords),
    ];

    private static void PrintGates(IReadOnlyList<Gate> gates)
    {
        if (gates.Count == 0)
        {
            Console.WriteLine("no gate: the pipeline asks for nothing under evaluate.gate");
            return;
        }

        var table = Table("gate", "value", "asked", "");
        foreach (var gate in gates)
            table.AddRow(gate.Name, Value(gate), Bound(gate), gate.Passed ? "[green]holds[/]" : "[red]fails[/]");
        AnsiConsole.Write(table);
    }

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (index, name) in columns.Index())
            table.AddColumn(index == 0 ? new TableColumn(name) : new TableColumn(name).RightAligned());
        return table;
    }
}
