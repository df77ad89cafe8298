using System.Diagnostics;
using System.Text;

namespace Mm.Data.Tests.Kit;

/// <summary>The real program, run as a user runs it, with a state folder of its own.</summary>
internal sealed record Mmdata(int ExitCode, string Output, string Errors)
{
    public static Task<Mmdata> RunAsync(string stateFolder, CancellationToken cancel, params string[] arguments) =>
        RunAsync(stateFolder, new Dictionary<string, string>(), cancel, arguments);

    public static Task<Mmdata> RunAsync(
        string stateFolder, IReadOnlyDictionary<string, string> environment, CancellationToken cancel, params string[] arguments) =>
        RunUnderAsync([], stateFolder, environment, cancel, arguments);

    /// <summary>As <see cref="StartUnder"/>, to its end.</summary>
    public static async Task<Mmdata> RunUnderAsync(
        IReadOnlyList<string> tool, string stateFolder, IReadOnlyDictionary<string, string> environment, CancellationToken cancel,
        params string[] arguments)
    {
        using var process = StartUnder(tool, stateFolder, environment, arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new Mmdata(process.ExitCode, await output, await errors);
        }
        finally
        {
            // A run that a test gave up would go on beside all others.
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public static Process Start(string stateFolder, params string[] arguments) =>
        Start(stateFolder, new Dictionary<string, string>(), arguments);

    public static Process Start(string stateFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartUnder([], stateFolder, environment, arguments);

    /// <param name="tool">A program with its arguments that starts the real one: strace. None: nothing lies between.</param>
    /// <param name="stateFolder">The program's state folder.</param>
    /// <param name="environment">Settings.</param>
    /// <param name="arguments">The command.</param>
    public static Process StartUnder(
        IReadOnlyList<string> tool, string stateFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string[] line = [.. tool, "dotnet", Checkout.Program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };
        // What asks a test for its long form, MMDATA_PLANTED_VALUES, is no setting, and the program refuses what is none.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MMDATA_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MMDATA_State__Folder"] = stateFolder;
        start.Environment["MMDATA_Audit__Key"] = TestKeys.Text; // one for all, or no two releases would have equal bytes
        start.Environment["MMDATA_Models__Folders__0"] = Path.Combine(Checkout.Root, "models");
        start.Environment["MMDATA_Models__Folders__1"] = Path.Combine(Checkout.Root, ".setup", "models");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
