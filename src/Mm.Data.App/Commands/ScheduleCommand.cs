using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Run.Schedules;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Commands;

/// <summary>
/// <c>mmdata schedule</c>: what <c>mmdata serve</c> runs by itself. These commands write the catalog; a service acts on it.
/// </summary>
internal static class ScheduleCommand
{
    private const int WindowsShown = 50;

    public static Command Create() => new("schedule", "Enter, list and steer what mmdata serve runs by itself.")
    {
        List(), Show(), Add(), Remove(), Pause("pause", true), Pause("resume", false), RunNow(), Backfill(),
    };

    private static Command List() => new Command("list", "All schedules, and when each fires next.")
        .Does(async (parse, settings, cancel) =>
        {
            var catalog = await OpenAsync(settings, cancel);
            var now = TimeProvider.System.GetUtcNow();
            ScheduleReport.Print(
                [.. (await catalog.Schedules.ListAsync(cancel)).Select(one => ScheduleItem.Of(one, now))],
                parse.GetValue(GlobalOptions.Json));
            return ExitCode.Done;
        });

    private static Command Show()
    {
        var name = Name();
        return new Command("show", $"The last {WindowsShown} windows of a schedule, newest first.") { name }
            .Does(async (parse, settings, cancel) =>
            {
                var catalog = await OpenAsync(settings, cancel);
                var wanted = parse.GetRequiredValue(name);
                if (await catalog.Schedules.FindAsync(wanted, cancel) is null)
                    throw Unknown(wanted);
                ScheduleReport.Print(
                    [.. (await catalog.Schedules.Windows.ListAsync(wanted, WindowsShown, cancel)).Select(WindowItem.Of)],
                    parse.GetValue(GlobalOptions.Json));
                return ExitCode.Done;
            });
    }

    private static Command Add()
    {
        var pipeline = new Argument<string>("pipeline") { Description = "Pipeline file that carries a schedule." };
        var input = new Option<string>("--input") { Description = "Folder, list or tar that is looked at each time.", Required = true };
        var output = new Option<string>("--output")
        {
            Description = "Folder in which each window makes a release of its own.",
            Required = true,
        };
        var name = new Option<string?>("--name") { Description = "Name of the schedule. Default: the pipeline's." };
        var set = new Option<string[]>("--set") { Description = "key=value over the pipeline file; may be given again." };
        return new Command("add", "Enter a schedule, or give one of that name new settings.") { pipeline, input, output, name, set }
            .Does(async (parse, settings, cancel) =>
            {
                var catalog = await OpenAsync(settings, cancel);
                var request = new RunRequest
                {
                    PipelinePath = Path.GetFullPath(parse.GetRequiredValue(pipeline)),
                    Input = BlobAddress.Full(parse.GetRequiredValue(input)),
                    Output = BlobAddress.Full(parse.GetRequiredValue(output)),
                    Workers = settings.Run.WorkersOrCores,
                    Overrides = parse.GetValue(set) ?? [],
                };
                var schedule = ScheduleDraft.Make(
                    request, parse.GetValue(name), new StageCatalog(typeof(Sample).Assembly),
                    await catalog.Schedules.ListAsync(cancel), TimeProvider.System.GetUtcNow());
                if (schedule.CursorTries is not null)
                    await ServerKey.OpenAsync(settings.State, cancel); // what the cursor needs, told now and not at night
                var isNew = await catalog.Schedules.PutAsync(schedule, cancel);
                Say(parse, new { schedule = schedule.Name, isNew }, $"Schedule {schedule.Name} {(isNew ? "entered" : "changed")}.");
                return ExitCode.Done;
            });
    }

    private static Command Remove()
    {
        var name = Name();
        return new Command("remove", "Strike out a schedule, its windows and its cursor. Releases stay.") { name }
            .Does(async (parse, settings, cancel) =>
            {
                var wanted = parse.GetRequiredValue(name);
                if (!await (await OpenAsync(settings, cancel)).Schedules.RemoveAsync(wanted, cancel))
                    throw Unknown(wanted);
                Say(parse, new { removed = wanted }, $"Schedule {wanted} removed.");
                return ExitCode.Done;
            });
    }

    private static Command Pause(string verb, bool isPaused)
    {
        var name = Name();
        return new Command(verb, isPaused ? "Let no window of a schedule come due." : "Let windows come due again, from now on.") { name }
            .Does(async (parse, settings, cancel) =>
            {
                var wanted = parse.GetRequiredValue(name);
                var schedules = (await OpenAsync(settings, cancel)).Schedules;
                if (!await schedules.PauseAsync(wanted, isPaused, TimeProvider.System.GetUtcNow(), cancel))
                    throw Unknown(wanted);
                Say(parse, new { schedule = wanted, isPaused }, $"Schedule {wanted} {(isPaused ? "is paused" : "goes on")}.");
                return ExitCode.Done;
            });
    }

    private static Command RunNow()
    {
        var name = Name();
        return new Command("run-now", "Have a service run a schedule at once, beside its clock.") { name }
            .Does((parse, settings, cancel) =>
                AskAsync(parse, settings, parse.GetRequiredValue(name), WindowKind.Manual, null, cancel));
    }

    private static Command Backfill()
    {
        var name = Name();
        var prefix = new Option<string?>("--prefix") { Description = "Files whose path under the input begins so." };
        var from = new Option<string?>("--from") { Description = "Files last written then or later: 2026-03-01 or 2026-03-01T12:00:00Z." };
        var to = new Option<string?>("--to") { Description = "Files last written before then." };
        return new Command("backfill", "Have a service run a schedule over chosen files, whether they were taken before or not.")
        {
            name, prefix, from, to,
        }
            .Does((parse, settings, cancel) =>
            {
                var filter = new WindowFilter(
                    parse.GetValue(prefix), Moment("--from", parse.GetValue(from)), Moment("--to", parse.GetValue(to)));
                return filter == new WindowFilter(null, null, null)
                    ? throw new ConfigurationException("schedule backfill: choose files with --prefix, --from or --to.")
                    : AskAsync(
                        parse, settings, parse.GetRequiredValue(name), WindowKind.Backfill, JsonSerializer.Serialize(filter), cancel);
            });
    }

    private static async Task<int> AskAsync(
        ParseResult parse, AppSettings settings, string name, WindowKind kind, string? filterJson, CancellationToken cancel)
    {
        var schedules = (await OpenAsync(settings, cancel)).Schedules;
        var window = await schedules.Windows.AskAsync(name, kind, filterJson, TimeProvider.System.GetUtcNow(), cancel)
            ?? throw Unknown(name);
        var item = WindowItem.Of(window);
        Say(parse, item, $"Window {item.Folder} of {name} is due. A running mmdata serve takes it; see mmdata schedule show {name}.");
        return ExitCode.Done;
    }

    private static long? Moment(string option, string? text) => text is null
        ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUnixTimeMilliseconds()
            : throw new ConfigurationException($"{option} {text} is no time. Write 2026-03-01 or 2026-03-01T12:00:00Z.");

    private static Argument<string> Name() => new("name") { Description = "Name of the schedule." };

    private static Task<RunCatalog> OpenAsync(AppSettings settings, CancellationToken cancel) =>
        RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);

    private static ConfigurationException Unknown(string name) => new($"There is no schedule {name}. See mmdata schedule list.");

    private static void Say(ParseResult parse, object json, string words) => Console.WriteLine(
        parse.GetValue(GlobalOptions.Json) ? JsonSerializer.Serialize(json, Pipeline.Definition.PipelineJson.Options) : words);
}
