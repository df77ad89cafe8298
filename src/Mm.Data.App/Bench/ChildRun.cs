using System.Diagnostics;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;

namespace Mm.Data.App.Bench;

/// <summary>What a whole program run took, from its start to its end.</summary>
internal sealed record ChildReading(Reading Whole, double MemoryMibMax, string Output);

/// <summary>Runs whole programs as a user would, watching all that they start.</summary>
internal static class ChildRun
{
    /// <summary>This very program, whether it was started by the dotnet host or by itself.</summary>
    public static readonly IReadOnlyList<string> Mmdata = Path.GetFileName(Environment.ProcessPath) is "dotnet"
        ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "mmdata.dll")]
        : [Environment.ProcessPath!];

    /// <summary><c>mmdata run</c> in a process of its own. <paramref name="arguments"/> come behind <c>run</c>.</summary>
    /// <exception cref="EnvironmentException">It did not end well; says what it said.</exception>
    public static async Task<(ChildReading Child, RunReport Report)> MmdataAsync(
        int samples, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var child = await RunAsync([.. Mmdata, "run", .. arguments, "--json"], samples, cancel);
        using var printed = JsonDocument.Parse(child.Output);
        return (child, printed.RootElement.GetProperty("report").Deserialize<RunReport>(PipelineJson.Options)!);
    }

    /// <summary>Runs a program and watches it.</summary>
    /// <exception cref="EnvironmentException">It cannot be started or did not end well; says what it said.</exception>
    public static async Task<ChildReading> RunAsync(IReadOnlyList<string> command, int items, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var tree = new TreeWatch();
        var output = await EndAsync(command, process => tree.RunAsync(process, cancel), cancel);
        return new ChildReading(new Reading(items, watch.Elapsed.TotalSeconds, tree.CpuSeconds), tree.MemoryMibMax, output);
    }

    /// <summary>Runs a program that nobody measures: a look at all processes costs a hundredth of a second each time.</summary>
    /// <exception cref="EnvironmentException">It cannot be started or did not end well; says what it said.</exception>
    public static Task RunAsync(IReadOnlyList<string> command, CancellationToken cancel) =>
        EndAsync(command, process => process.WaitForExitAsync(cancel), cancel);

    /// <exception cref="EnvironmentException">It cannot be started.</exception>
    public static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EnvironmentException($"{start.FileName} cannot be started: {e.Message}.", e);
        }
    }

    private static async Task<string> EndAsync(IReadOnlyList<string> command, Func<Process, Task> wait, CancellationToken cancel)
    {
        using var process = Start(command);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await wait(process);
            return process.ExitCode == 0
                ? await output
                : throw new EnvironmentException($"{Path.GetFileName(command[0])} ended with {process.ExitCode}: {(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
