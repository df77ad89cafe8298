using System.Globalization;
using System.Text.Json;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;
using Mm.Data.Web.Api.Contracts;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints what lies in quarantine, and what was exported of it.</summary>
internal static class QuarantineReport
{
    public static void Print(IReadOnlyList<QuarantineItem> records, bool json) => Listing.Print(
        records,
        json,
        "Nothing lies in quarantine.",
        new Table().Border(TableBorder.Simple).AddColumns("sample", "pipeline", "phase", "reason")
            .AddColumn(new TableColumn("tries").RightAligned()).AddColumn("state"),
        record =>
        [
            record.Id, record.Pipeline, record.Phase, record.Reason, record.Tries.ToString(CultureInfo.InvariantCulture),
            record.IsPutBack ? "put back" : "held",
        ]);

    public static void Print(IReadOnlyList<ExportedSample> exported, string folder, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { folder, exported }, PipelineJson.Options));
            return;
        }

        Console.WriteLine($"{exported.Count(sample => sample.File is not null)} of {exported.Count} originals copied to {folder}");
        foreach (var sample in exported.Where(sample => sample.File is null))
            Console.WriteLine($"  {sample.Id}: {sample.Why}");
        Console.WriteLine("They are unredacted, and some may be hostile: see README.md there.");
    }
}
