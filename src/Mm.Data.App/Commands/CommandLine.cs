using System.CommandLine;
using System.CommandLine.Parsing;
using Mm.Data.App.Hosting;

namespace Mm.Data.App.Commands;

/// <summary>Parses and runs a command line. Bad arguments print every fault and the usage hint, and exit with 2.</summary>
internal static class CommandLine
{
    /// <summary>A command that is told to stop ends by itself, a worker behind the shards in hand; see <c>Run:DrainSeconds</c>.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(65);

    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        var parse = root.Parse(args);
        var unknown = UnknownOptions(parse);
        if ((parse.Errors.Count == 0 && unknown.Length == 0) || parse.Action is System.CommandLine.Help.HelpAction)
            return await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Patience });
        foreach (var message in unknown.Concat(parse.Errors.Select(error => error.Message)))
            await Console.Error.WriteLineAsync($"error: {message}");
        await Console.Error.WriteLineAsync(
            $"See mmdata {string.Join(' ', Path(parse))} --help.".Replace("  ", " ", StringComparison.Ordinal));
        return ExitCode.Configuration;
    }

    // The parser takes a mistyped option for the next argument, and would then complain about the word behind it.
    private static string[] UnknownOptions(ParseResult parse) =>
        [.. parse.Tokens.Where(token => token.Type is TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => $"Unknown option '{token.Value}'.")];

    private static Stack<string> Path(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var command = parse.CommandResult; command.Parent is CommandResult parent; command = parent)
            names.Push(command.Command.Name);
        return names;
    }
}
