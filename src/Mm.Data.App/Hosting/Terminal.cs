using Spectre.Console;

namespace Mm.Data.App.Hosting;

/// <summary>Consoles that fold lines for a person's terminal, and leave them whole for a file or another program.</summary>
internal static class Terminal
{
    /// <summary>Wider than any line we print.</summary>
    private const int Unfolded = 4096;

    /// <summary>Makes the console that the reports print to follow the same rule. Call once, at start.</summary>
    public static void Prepare() => AnsiConsole.Console = On(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole On(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
            console.Profile.Width = Unfolded;
        return console;
    }
}
