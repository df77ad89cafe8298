using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A process of Azurite's blob service on a free port of this machine, its blobs in memory.</summary>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _rest;

    private AzuriteProcess(Process process, int port)
    {
        (_process, Port) = (process, port);
        _rest = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // or it would stand still when the pipe is full
    }

    public int Port { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Script =>
        Path.Combine(Checkout.Root, ".setup", "azurite", "node_modules", "azurite", "dist", "src", "blob", "main.js");

    /// <summary>Starts it. Skips the test where set-up has not brought it.</summary>
    /// <param name="account">Its only account.</param>
    /// <param name="key">Of the account, in base64.</param>
    /// <param name="more">Further arguments of its command line.</param>
    public static async Task<AzuriteProcess> StartAsync(string account, string key, params IEnumerable<string> more)
    {
        Assert.SkipUnless(File.Exists(Script), "Azurite is not there: ops/setup --tests brings it");
        var start = new ProcessStartInfo(
            "node",
            [
                Script, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent", .. more,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"{account}:{key}";
        var process = Process.Start(start)!;
        var told = new StringBuilder();
        process.ErrorDataReceived += (_, line) => told.AppendLine(line.Data);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            told.AppendLine(line);
            if (Listening().Match(line) is { Success: true } match)
                return new AzuriteProcess(process, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        process.Kill();
        process.Dispose();
        throw new InvalidOperationException($"Azurite did not start: {told}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _rest;
        _process.Dispose();
    }

    [GeneratedRegex(@"listens on https?://127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
