using System.Diagnostics;
using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

/// <summary>System calls of the real program that fail once, through strace: a command that writes sixteen files through the wrapper.</summary>
[Promise(PromiseAttribute.Commit, "A failed fsync surfaces; an interrupted call is made again.")]
public sealed class DurableFaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("EIO")]
    [InlineData("ENOSPC")]
    public async Task A_failed_fsync_of_a_file_and_of_a_folder_each_end_the_command_and_name_what_failed(string error)
    {
        foreach (var call in (int[])[1, 2])
        {
            var (code, said) = await InjectAsync("fsync", $"error={error}:when={call}", $"{error}-{call}");
            Assert.True(code == 3, $"fsync {call}: exit code {code}, {said}");
            Assert.Contains("fsync", said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("rename")]
    public async Task A_signal_in_between_is_no_fault(string call)
    {
        var (code, said) = await InjectAsync(call, "error=EINTR:when=1", "hurt");
        Assert.True(code == 0, said);
        await InjectAsync("fsync", "error=EINTR:when=60000", "well");
        Assert.Equal(await Trees.ListAsync(_folder["well"], Cancel), await Trees.ListAsync(_folder["hurt"], Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, string Said)> InjectAsync(string call, string fault, string folder)
    {
        Assert.SkipWhen(Programs.OnPath("strace") is null, "needs strace: ops/setup --tests");
        var log = _folder[folder + ".log"];
        var start = new ProcessStartInfo("strace",
        [
            "-f", "-qq", "-e", $"trace={call}", "-e", $"inject={call}:{fault}", "-o", log,
            "dotnet", Checkout.Program, "stages", "--schemas", _folder[folder],
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.SkipWhen(errors.Contains("PTRACE", StringComparison.Ordinal), "tracing is forbidden here");
        Assert.True(fault.EndsWith("60000", StringComparison.Ordinal)
            || File.ReadAllText(log).Contains("INJECTED", StringComparison.Ordinal), "the fault was never injected");
        return (process.ExitCode, await output + errors);
    }
}
