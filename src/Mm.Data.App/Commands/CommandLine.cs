using System.CommandLine;
using Mm.Data.App.Hosting;

namespace Mm.Data.App.Commands;

/// <summary>Parses and runs a command line. Bad arguments print every fault and the usage hint, and exit with 2.</summary>
internal static class CommandLine
{
    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        var parse = root.Parse(args);
        if (parse.Errors.Count == 0 || parse.Action is System.CommandLine.Help.HelpAction)
            return await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        foreach (var error in parse.Errors)
            await Console.Error.WriteLineAsync($"error: {error.Message}");
        await Console.Error.WriteLineAsync(
            $"See mmdata {string.Join(' ', Path(parse))} --help.".Replace("  ", " ", StringComparison.Ordinal));
        return ExitCode.Configuration;
    }

    private static Stack<string> Path(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var command = parse.CommandResult; command.Parent is System.CommandLine.Parsing.CommandResult parent; command = parent)
            names.Push(command.Command.Name);
        return names;
    }
}
