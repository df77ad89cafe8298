using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Remote;
using Mm.Data.App.Reports;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
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
        .DoesAtDesk(async (parse, desk, cancel) =>
            ScheduleReport.Print(await desk.ListAsync(cancel), parse.GetValue(GlobalOptions.Json)));

    private static Command Show()
    {
        var name = Name();
        return new Command("show", $"The last {WindowsShown} windows of a schedule, newest first.") { name }
            .DoesAtDesk(async (parse, desk, cancel) =>
            {
                var wanted = parse.GetRequiredValue(name);
                ScheduleReport.Print(
                    await desk.WindowsAsync(wanted, WindowsShown, cancel) ?? throw Unknown(wanted), parse.GetValue(GlobalOptions.Json));
            });
    }

    private static Command Add()
    {
        var pipeline = new Argument<string>("pipeline") { Description = "Pipeline file that carries a schedule." };
        var input = new Option<string>("--input")
        {
            Description = "Folder, list, tar or az:// address that is looked at each time.",
            Required = true,
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder or az:// address in which each window makes a release of its own.",
            Required = true,
        };
        var name = new Option<string?>("--name") { Description = "Name of the schedule. Default: the pipeline's." };
        var set = new Option<string[]>("--set") { Description = "key=value over the pipeline file; may be given again." };
        return new Command("add", "Enter a schedule, or give one of that name new settings.") { pipeline, input, output, name, set }
            .DoesAtDesk(async (parse, desk, cancel) =>
            {
                var answer = await desk.PutAsync(
                    new ScheduleOrder(
                        parse.GetRequiredValue(pipeline), parse.GetRequiredValue(input), parse.GetRequiredValue(output),
                        parse.GetValue(name), parse.GetValue(set) ?? []),
                    cancel);
                Say(parse, answer, $"Schedule {answer.Schedule} {(answer.IsNew ? "entered" : "changed")}.");
            });
    }

    private static Command Remove()
    {
        var name = Name();
        return new Command("remove", "Strike out a schedule, its windows and its cursor. Releases stay.") { name }
            .DoesAtDesk(async (parse, desk, cancel) =>
            {
                var wanted = parse.GetRequiredValue(name);
                if (!await desk.RemoveAsync(wanted, cancel))
                    throw Unknown(wanted);
                Say(parse, new { removed = wanted }, $"Schedule {wanted} removed.");
            });
    }

    private static Command Pause(string verb, bool isPaused)
    {
        var name = Name();
        return new Command(verb, isPaused ? "Let no window of a schedule come due." : "Let windows come due again, from now on.") { name }
            .DoesAtDesk(async (parse, desk, cancel) =>
            {
                var wanted = parse.GetRequiredValue(name);
                if (!await desk.PauseAsync(wanted, isPaused, cancel))
                    throw Unknown(wanted);
                Say(parse, new { schedule = wanted, isPaused }, $"Schedule {wanted} {(isPaused ? "is paused" : "goes on")}.");
            });
    }

    private static Command RunNow()
    {
        var name = Name();
        return new Command("run-now", "Have a service run a schedule at once, beside its clock.") { name }
            .DoesAtDesk(async (parse, desk, cancel) =>
            {
                var wanted = parse.GetRequiredValue(name);
                SayDue(parse, await desk.RunNowAsync(wanted, cancel) ?? throw Unknown(wanted));
            });
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
            .DoesAtDesk(async (parse, desk, cancel) =>
            {
                var wanted = parse.GetRequiredValue(name);
                var filter = new WindowFilter(
                    parse.GetValue(prefix), Moment("--from", parse.GetValue(from)), Moment("--to", parse.GetValue(to)));
                if (filter == new WindowFilter(null, null, null))
                    throw new ConfigurationException("schedule backfill: choose files with --prefix, --from or --to.");
                SayDue(parse, await desk.BackfillAsync(wanted, filter, cancel) ?? throw Unknown(wanted));
            });
    }

    private static Command DoesAtDesk(this Command command, Func<ParseResult, IScheduleDesk, CancellationToken, Task> action) =>
        RemoteService.AddTo(command).Does(async (parse, settings, cancel) =>
        {
            using var desk = RemoteService.Of(parse) is { } remote
                ? new RemoteScheduleDesk(remote)
                : (IScheduleDesk)new LocalScheduleDesk(
                    settings, await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel), TimeProvider.System);
            await action(parse, desk, cancel);
            return ExitCode.Done;
        });

    private static long? Moment(string option, string? text) => text is null
        ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUnixTimeMilliseconds()
            : throw new ConfigurationException($"{option} {text} is no time. Write 2026-03-01 or 2026-03-01T12:00:00Z.");

    private static Argument<string> Name() => new("name") { Description = "Name of the schedule." };

    private static ConfigurationException Unknown(string name) => new($"There is no schedule {name}. See mmdata schedule list.");

    private static void SayDue(ParseResult parse, WindowItem window) => Say(
        parse, window,
        $"Window {window.Folder} of {window.Schedule} is due. A running mmdata serve takes it; see mmdata schedule show "
        + $"{window.Schedule}.");

    private static void Say<T>(ParseResult parse, T json, string words) => Console.WriteLine(
        parse.GetValue(GlobalOptions.Json) ? JsonSerializer.Serialize(json, PipelineJson.Options) : words);
}
