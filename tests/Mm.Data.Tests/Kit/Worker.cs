using System.Diagnostics;
using System.Text.RegularExpressions;
using Mm.Data.App.Bench;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A running <c>mmdata worker</c>.</summary>
internal sealed partial class Worker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private Worker(Process process, string name)
    {
        (_process, Name) = (process, name);
        _output = process.StandardOutput.ReadToEndAsync(Cancel);
        _errors = process.StandardError.ReadToEndAsync(Cancel);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Name { get; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts one and waits until it takes jobs.</summary>
    public static async Task<Worker> StartAsync(string state, IReadOnlyDictionary<string, string> environment, params string[] more)
    {
        var process = Mmdata.Start(state, environment, ["worker", .. more]);
        var line = await process.StandardOutput.ReadLineAsync(Cancel);
        Assert.True(line is not null, line ?? await process.StandardError.ReadToEndAsync(Cancel));
        return new Worker(process, Id().Match(line!).Value);
    }

    public Task SignalAsync(string signal) => ProcessSignal.SendAsync(signal, [_process.Id], Cancel);

    /// <summary>Its exit code, and what it said on standard error.</summary>
    public async Task<Mmdata> EndAsync()
    {
        await _process.WaitForExitAsync(Cancel);
        return new Mmdata(_process.ExitCode, await _output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [GeneratedRegex("w-[0-9a-f]{12}")]
    private static partial Regex Id();
}
