using System.Text.Json;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;

namespace Mm.Data.Tests.Catalog.Schedules;

/// <summary>A schedule for pages: an operator paused it behind a few nights.</summary>
internal static class ShownSchedule
{
    public const string Name = "nightly";

    private static readonly WindowEnd[] Nights =
    [
        new(WindowState.Published) { Samples = 300 }, new(WindowState.Empty), new(WindowState.Failed) { Error = "The input cannot be read." },
        new(WindowState.Published) { Samples = 61, Changed = 1 },
    ];

    /// <summary>Enters it, unless it is there.</summary>
    public static async Task EnterAsync(ScheduleBook book, CancellationToken cancel)
    {
        if (await book.FindAsync(Name, cancel) is not null)
            return;
        var night = MadeSchedule.Time("2026-03-01T01:30Z");
        await book.PutAsync(Of(Name, "az://raw/2026", "az://releases/nightly", "web-pairs", night.AddMinutes(-1)), cancel);
        foreach (var end in Nights)
        {
            await EndAsync(book, Name, night, end, cancel);
            night = night.AddDays(1);
        }

        await book.PauseAsync(Name, true, night, cancel);
    }

    /// <summary>At 02:30 in Berlin.</summary>
    public static ScheduleRecord Of(string name, string input, string output, string pipeline, DateTimeOffset since) => new()
    {
        Name = name,
        Pipeline = pipeline,
        RequestJson = JsonSerializer.Serialize(
            new RunRequest { PipelinePath = "nightly.yaml", Input = input, Output = output, Workers = 1, Overrides = [] }),
        Output = output,
        Cron = "30 2 * * *",
        Zone = "Europe/Berlin",
        CatchUp = CatchUp.One,
        CursorTries = 3,
        SeenMs = since.ToUnixTimeMilliseconds(),
    };

    /// <summary>The window of a night, and what it came to.</summary>
    public static async Task EndAsync(ScheduleBook book, string name, DateTimeOffset night, WindowEnd end, CancellationToken cancel)
    {
        await book.Windows.EnterAsync(name, night, cancel);
        var window = await book.Windows.TakeAsync(name, "test", TimeSpan.FromMinutes(1), cancel);
        await book.Windows.EndAsync(window!, end, cancel);
    }
}
