using Mm.Data.Decode;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>The real program under strace, which makes system calls fail or kills at them. It counts the calls of each thread apart.</summary>
internal static class Strace
{
    /// <summary>strace with its own arguments, as <see cref="Mmdata.StartUnder"/> wants it; skips the test where it is absent.</summary>
    /// <param name="log">Where it writes the calls it was asked for.</param>
    /// <param name="calls">Names of system calls, with commas.</param>
    /// <param name="inject">What happens at which of them, such as <c>signal=SIGKILL:when=3</c>; null: nothing.</param>
    /// <param name="paths">Calls that touch other paths are left alone; none given: all calls count.</param>
    public static IReadOnlyList<string> Tool(string log, string calls, string? inject, params IEnumerable<string> paths)
    {
        Assert.SkipWhen(Programs.OnPath("strace") is null, "needs strace: ops/setup --tests");
        return
        [
            "strace", "-f", "-qq", "-y", "-s", "0", "-e", "signal=none", "-e", $"trace={calls}",
            // The filter spares all other calls a stop, and with it injected signals get lost (strace 6.1).
            .. inject?.StartsWith("signal", StringComparison.Ordinal) is true ? [] : (string[])["--seccomp-bpf"],
            .. inject is null ? [] : (string[])["-e", $"inject={calls}:{inject}"],
            .. paths.SelectMany(path => (string[])["-P", path]),
            "-o", log,
        ];
    }
}
