using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Hostile;

/// <summary>
/// What a child that was taken over would try, from a shell under the arguments and limits that a decoder child runs under. Each probe
/// says "reached" when it got what it wanted; outside the sandbox the same words are shown to work where that does no harm.
/// </summary>
[Promise(PromiseAttribute.Media, "From inside the sandbox there is no way out.")]
public sealed class EscapeTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/bin:/bin" };

    [Fact]
    public void It_cannot_connect_to_a_server_of_the_host()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Denied(Bash($"exec 3<>/dev/tcp/127.0.0.1/{port}"));
        Assert.False(listener.Pending());
        Assert.Contains("reached", Outside(Bash($"exec 3<>/dev/tcp/127.0.0.1/{port}")), StringComparison.Ordinal);
    }

    [Fact]
    public void It_cannot_ask_for_a_name() => Denied("getent ahosts localhost. || getent hosts example.org");

    [Fact]
    public void It_cannot_write_into_the_system() =>
        Denied("touch /mark || touch /usr/mark || touch /usr/bin/mark || touch /etc/mark || touch /dev/shm/mark || mkdir /var/mark");

    [Fact]
    public void It_cannot_write_into_a_home_or_the_hosts_temporary_folder()
    {
        using var folder = new TemporaryFolder();

        Denied($"touch /root/mark || touch /home/mark || touch {folder["mark"]}");
        Assert.False(File.Exists(folder["mark"]));
    }

    [Fact]
    public void It_cannot_read_who_is_on_the_host()
    {
        Denied("cat /etc/shadow || cat /etc/passwd || cat /etc/hostname || ls /root || ls /home || ls /var");
        Assert.Contains("reached", Outside("cat /etc/passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_cannot_read_the_environment_of_its_parent()
    {
        Denied($"cat /proc/{System.Environment.ProcessId}/environ || grep -qz MMDATA_ESCAPE /proc/*/environ", mark: "MMDATA_ESCAPE");
        Assert.Contains("reached", Outside($"cat /proc/{System.Environment.ProcessId}/environ"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_cannot_signal_or_trace_its_parent()
    {
        using var victim = Process.Start(new ProcessStartInfo("sleep", "60"))!;

        Denied($"kill -0 {victim.Id} || kill -9 {victim.Id} || cat /proc/{victim.Id}/mem || cat /proc/1/mem");
        Assert.False(victim.HasExited);
        victim.Kill();
    }

    [Fact]
    public void A_fork_bomb_runs_into_its_limit()
    {
        // Outside, a hundred sleepers start; inside, of the sixty-four that it may be, not all.
        Denied("i=0; while [ $i -lt 100 ]; do sleep 5 & i=$((i+1)); done; [ $(ls -d /proc/[0-9]* | wc -l) -gt 90 ]", "--nproc=64");
    }

    [Fact]
    public void It_cannot_mount_or_change_its_root() =>
        Denied("mount -t tmpfs none /tmp || mount --bind /tmp /usr || mount -o remount,rw / || chroot / true || unshare -Ur true || unshare -m true");

    [Fact]
    public void It_cannot_become_somebody_else() =>
        Denied("setpriv --reuid 0 true || setpriv --reuid 1 true || setpriv --regid 0 true || chown 0 /tmp || [ -n \"$(find /usr/bin/su -writable)\" ]");

    [Fact]
    public void It_inherits_no_file_and_no_socket()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["secret"], "reached");
        using var open = File.OpenRead(folder["secret"]);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Denied("for f in 3 4 5 6 7 8 9; do [ -e /proc/self/fd/$f ] && ls -l /proc/self/fd/$f | grep -e secret -e socket && break; done");
    }

    [Fact]
    public void It_cannot_fill_memory_or_disk()
    {
        Denied("head -c 400000000 /dev/zero | tail -c 400000000 | wc -c | grep -q 400000000", "--data=268435456");
        Denied("head -c 8000000 /dev/zero > /tmp/file", "--fsize=4194304");
        Denied("head -c 30000000 /dev/zero > /tmp/file");
    }

    [Fact]
    public void A_loop_ends_with_its_processor_time() => Denied("while :; do :; done; true", "--cpu=1");

    private static string Bash(string command) => $"bash -c '{command}'";

    private static void Denied(string probe, string limit = "--nproc=1024", string mark = "reached") =>
        Assert.DoesNotContain(mark, Inside(probe, limit), StringComparison.Ordinal);

    private static string Inside(string probe, string limit)
    {
        var sandbox = Sandbox.TryCreate([], Environment, temporaryMib: 16, out var refusal);
        Assert.SkipWhen(sandbox is null, refusal);
        Assert.SkipWhen(limit.StartsWith("--nproc=64", StringComparison.Ordinal) && sandbox!.IsRootOutside, "root outside is held to no number of processes");

        // The shell's own word that it ran at all: a probe that never started would look like one that was denied.
        var output = Run(sandbox!.Program,
            [.. sandbox.Arguments, "prlimit", limit, "/bin/sh", "-c", $"echo begun; if {{ {probe}; }} 2>/dev/null; then echo reached; fi"]);
        Assert.StartsWith("begun", output, StringComparison.Ordinal);
        return output;
    }

    private static string Outside(string probe) => Run("/bin/sh", ["-c", $"if {{ {probe}; }} >/dev/null 2>&1; then echo reached; fi"]);

    private static string Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MMDATA_ESCAPE"] = "MMDATA_ESCAPE";
        using var process = Descriptors.Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.GetAwaiter().GetResult();
        return output;
    }
}
