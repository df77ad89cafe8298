using System.CommandLine;
using Mm.Data.App.Hosting;
using Spectre.Console;

namespace Mm.Data.App.Commands;

/// <summary>Options that every command takes, and how a command is bound to its code.</summary>
internal static class GlobalOptions
{
    public static Option<string[]> Config { get; } = new("--config")
    {
        Description = "A setting as Section:Key=value, over appsettings.json and environment (MMDATA_Section__Key).",
        Recursive = true,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON.", Recursive = true };

    /// <summary>Binds code to a command. Messages go to standard error, results to standard output.</summary>
    public static Command Does(this Command command, Func<ParseResult, AppSettings, CancellationToken, Task<int>> action)
    {
        command.SetAction((parse, cancel) => ExitCode.OfAsync(
            () => action(parse, SettingsReader.Read(parse.GetValue(Config) ?? []), cancel), Errors));
        return command;
    }

    private static IAnsiConsole Errors { get; } =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
