using System.Globalization;
using Spectre.Console;

namespace Mm.Data.App.Evaluation;

/// <summary>The report of <c>mmdata text eval</c> for people.</summary>
internal static class TextPrinter
{
    public static void Print(TextReport report)
    {
        AnsiConsole.MarkupLineInterpolated(
            $"{report.Pictures} pictures, {report.Rendered} rendered, {report.PicturesFilled} with something filled");
        AnsiConsole.MarkupLineInterpolated($"CPU to measure one: {report.MeasureCpuMs:0} ms");
        foreach (var (reason, count) in report.Refused)
            AnsiConsole.MarkupLineInterpolated($"not rendered: {reason} {count}");
        if (report.Words > 0)
            Told("words read", report.WordsRead, report.Words);
        if (report.Characters > 0)
            Told("characters misread", report.CharactersWrong, report.Characters);
        if (report.OtherTextFilled is { } other)
            AnsiConsole.MarkupLineInterpolated($"pixels of lines without personal data filled too: {Share(other)}");
        if (report.Groups.Count == 0)
            return;
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(
            "group", "strings", "pixels covered", "strings covered", "readable before", "readable after", "half readable after");
        foreach (var group in report.Groups)
        {
            table.AddRow(
                group.Group, Number(group.Strings), Share(group.PixelsCovered), Share(group.StringsCovered), Number(group.WereReadable),
                Number(group.AreReadable), Number(group.HalfReadable));
        }

        AnsiConsole.Write(table);
    }

    private static void Told(string what, int part, int all) =>
        AnsiConsole.MarkupLineInterpolated($"{what}: {part} of {all}, {Share((double)part / all)}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %");
}
