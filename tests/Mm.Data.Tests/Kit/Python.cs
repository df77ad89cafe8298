using System.Diagnostics;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>Debian's own Python, with the packages that `ops/setup --only tests` installs.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Skips the test where a module is not there.</summary>
    public static async Task NeedsAsync(params string[] modules)
    {
        var imports = string.Join("; ", modules.Select(module => $"import {module}"));
        var found = File.Exists(Program) && await ExitCodeAsync(["-c", imports], TestContext.Current.CancellationToken) == 0;
        Assert.SkipUnless(found, $"Python without {string.Join(", ", modules)}: run ops/setup --only tests");
    }

    /// <summary>Runs a script of the checkout; it must end well.</summary>
    public static async Task RunAsync(string script, params string[] arguments) =>
        Assert.Equal(0, await ExitCodeAsync([Path.Combine(Checkout.Root, script), .. arguments], TestContext.Current.CancellationToken));

    private static async Task<int> ExitCodeAsync(string[] arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        await output;
        if (process.ExitCode != 0)
            TestContext.Current.SendDiagnosticMessage(await errors);
        return process.ExitCode;
    }
}
