using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;
using static System.StringComparison;

namespace Mm.Data.Tests.Ops;

/// <summary>The systemd units: systemd reads them, they harden, and leave the decoder's sandbox what it needs.</summary>
public sealed class UnitsTests
{
    // Each of them covers something of /proc or forbids namespaces, and bubblewrap fails.
    private static readonly string[] _againstBubblewrap =
    [
        "RestrictNamespaces", "ProtectKernelTunables", "ProtectKernelLogs", "ProtectProc", "ProcSubset", "ProtectHostname", "PrivateUsers",
        "MemoryDenyWriteExecute",
    ];

    public static TheoryData<string> Units { get; } =
        [.. Directory.EnumerateFiles(DeployFiles.PathOf("systemd"), "*.service").Select(path => Path.GetFileName(path)).Order()];

    [Theory, MemberData(nameof(Units))]
    public async Task Systemd_takes_a_unit(string unit)
    {
        Assert.SkipWhen(Programs.OnPath("systemd-analyze") is null, "needs systemd-analyze, of the Debian package systemd");
        using var folder = new TemporaryFolder();
        // As a machine has it where Mm.Data is installed: a program that is there, and a name for what a template leaves open.
        var copy = folder[unit.Replace("@.", "@1.", Ordinal)];
        var text = await File.ReadAllTextAsync(DeployFiles.PathOf("systemd", unit), TestContext.Current.CancellationToken);
        Assert.Contains("ExecStart=/usr/bin/dotnet ", text);
        await File.WriteAllTextAsync(copy, text.Replace("/usr/bin/dotnet", "/bin/true", Ordinal), TestContext.Current.CancellationToken);
        var (code, said) = await Script.RunAsync("systemd-analyze", "verify", copy);
        Assert.True(code == 0 && !said.Contains(unit, Ordinal), said);
    }

    [Theory, MemberData(nameof(Units))]
    public void A_unit_hardens_and_leaves_bubblewrap_what_it_needs(string unit)
    {
        var lines = Lines(unit);
        string[] wanted =
        [
            "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "User=mmdata",
            "RestrictSUIDSGID=yes", "SystemCallArchitectures=native", "EnvironmentFile=/etc/mmdata/mmdata.env",
        ];
        Assert.Empty(wanted.Except(lines));
        Assert.Empty(lines.Select(line => line.Split('=')[0]).Intersect(_againstBubblewrap));
    }

    [Fact]
    public void The_program_takes_the_settings_of_the_environment_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["secret"], "");
        // What is commented out is for a login: it has to hold, too.
        var settings = Lines("mmdata.env").Concat(Lines("mmdata.env", "#MMDATA_"))
            .Select(line => line.TrimStart('#').Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        var read = DeployFiles.Settings(settings, folder["secret"]);
        Assert.True(read.Decode.RequireSandbox);
        Assert.All(Units, unit => Assert.Contains(Lines(unit.Data), line =>
            line.StartsWith("TimeoutStopSec=", Ordinal) && int.Parse(line.Split('=')[1]) >= read.Run.DrainSeconds + 20));
    }

    [Theory, MemberData(nameof(Units))]
    public void The_key_that_signs_is_in_the_unit_alone_that_publishes(string unit)
    {
        var (lines, isPublisher) = (Lines(unit), unit == "mmdata-publish.service");
        Assert.Equal(isPublisher, lines.Contains("LoadCredential=audit-key:/etc/mmdata/secrets/audit-key"));
        Assert.Equal(isPublisher, lines.Exists(line => line.Contains("MMDATA_Audit__KeyFile=%d/audit-key", Ordinal)));
        Assert.Equal(!isPublisher, lines.Contains("InaccessiblePaths=-/run/credentials/mmdata-publish.service"));
        var started = lines.Single(line => line.StartsWith("ExecStart=", Ordinal)) + string.Concat(lines.Where(line => line.Contains("QUEUES=", Ordinal)));
        Assert.Equal(isPublisher, started.Contains("publish", Ordinal));
        Assert.DoesNotContain(Lines("mmdata.env"), line => line.Contains("Audit", Ordinal));
    }

    private static List<string> Lines(string file, string begin = "") =>
        [.. File.ReadAllLines(DeployFiles.PathOf("systemd", file)).Where(line => line.Length > 0)
            .Where(line => begin.Length > 0 ? line.StartsWith(begin, Ordinal) : char.IsAsciiLetter(line[0]))];
}
