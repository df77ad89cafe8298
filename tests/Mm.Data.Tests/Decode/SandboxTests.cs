using System.Diagnostics;
using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>A shell under the very arguments that a decoder child runs under tries what it must not be able to do.</summary>
public sealed class SandboxTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/bin:/bin", ["MARK"] = "here" };

    [Promise(PromiseAttribute.Media, "The decoder child cannot reach the network, other processes, the system or other files.")]
    [Theory]
    [InlineData("touch /usr/mark")]
    [InlineData("touch /mark")]
    [InlineData("mkdir /etc/mark")]
    [InlineData("touch /dev/shm/mark")]
    [InlineData("cat /etc/passwd")]
    [InlineData("ls /root")]
    [InlineData("ls /home")]
    [InlineData("kill -0 1 && kill -9 1 && sleep 1 && false")]
    [InlineData("unshare -U true")]
    [InlineData("mount -t tmpfs none /tmp")]
    [InlineData("chroot / true")]
    public void It_cannot(string command) => Assert.NotEqual(0, Run(command, out _));

    [Fact]
    public void It_sees_no_network_but_its_own_loopback()
    {
        Run("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '", out var devices);

        Assert.Equal("lo", devices.Trim());
    }

    [Fact]
    public void It_sees_no_process_but_its_own()
    {
        Run("ls -d /proc/[0-9]* | wc -l", out var processes);

        Assert.InRange(int.Parse(processes, System.Globalization.CultureInfo.InvariantCulture), 1, 6);
    }

    [Fact]
    public void Its_temporary_folder_is_its_own_and_bounded()
    {
        using var marker = new TemporaryFile();

        Assert.Equal(0, Run("[ -z \"$(ls -A /tmp)\" ] && echo x > /tmp/mark", out _));
        Assert.False(File.Exists("/tmp/mark"));
        Assert.NotEqual(0, Run("head -c 30000000 /dev/zero > /tmp/large", out _));
    }

    [Fact]
    public void It_gets_only_the_environment_it_was_given()
    {
        Run("env | cut -d= -f1 | grep -v -E '^(PWD|SHLVL|_|OLDPWD)$' | sort | tr '\\n' ' '", out var names);

        Assert.Equal("MARK PATH", names.Trim());
    }

    [Promise(PromiseAttribute.Media, "The decoder child inherits no open file.")]
    [Fact]
    public void It_inherits_no_open_file()
    {
        using var open = File.OpenRead("/etc/hostname");
        Run("ls -l /proc/self/fd | grep -c hostname", out var count);

        Assert.Equal("0", count.Trim());
    }

    [Fact]
    public void It_runs_as_nobody_without_capabilities()
    {
        Run("id -u; grep CapEff /proc/self/status | cut -f2", out var text);

        Assert.Equal(["65534", "0000000000000000"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static int Run(string command, out string output)
    {
        var sandbox = Sandbox.TryCreate([], Environment, temporaryMib: 16, out var refusal);
        Assert.SkipWhen(sandbox is null, refusal);
        using var process = Process.Start(new ProcessStartInfo(sandbox!.Program, [.. sandbox.Arguments, "/bin/sh", "-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private sealed class TemporaryFile : IDisposable
    {
        private readonly string _path = Path.Combine("/tmp", "mmdata-sandbox-test");

        public TemporaryFile() => File.WriteAllText(_path, "");

        public void Dispose() => File.Delete(_path);
    }
}
