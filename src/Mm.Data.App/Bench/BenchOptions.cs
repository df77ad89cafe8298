using System.CommandLine;
using System.CommandLine.Parsing;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;

namespace Mm.Data.App.Bench;

/// <summary>What every <c>mmdata bench</c> command takes.</summary>
internal static class BenchOptions
{
    private const int DefaultRounds = 7;

    public static Option<int> Rounds { get; } = new("--rounds")
    {
        Description = "Rounds of every contender; the figures are medians over them.",
        DefaultValueFactory = _ => DefaultRounds,
    };

    public static Option<string> Report { get; } = new("--report") { Description = "Also write the report to this file, as JSON." };

    /// <summary>Adds the common options and runs the command: the report goes to standard output and to <c>--report</c>.</summary>
    public static Command Measures(this Command command, Func<ParseResult, AppSettings, CancellationToken, Task<BenchReport>> measure)
    {
        Rounds.Validators.Clear();
        Rounds.Validators.Add(AtLeastOne);
        command.Options.Add(Rounds);
        command.Options.Add(Report);
        return command.Does(async (parse, settings, cancel) =>
        {
            var report = await measure(parse, settings, cancel);
            BenchPrinter.Print(report, parse.GetValue(GlobalOptions.Json));
            if (parse.GetValue(Report) is { } file)
                await File.WriteAllTextAsync(file, BenchPrinter.ToJson(report) + "\n", cancel);
            return ExitCode.Done;
        });
    }

    private static void AtLeastOne(OptionResult result)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var rounds) && rounds < 1)
            result.AddError("--rounds: give a number from 1.");
    }
}
