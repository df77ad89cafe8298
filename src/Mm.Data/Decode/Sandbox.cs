using System.Diagnostics;
using System.Globalization;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>
/// The bubblewrap call around a decoder child: no network, no other processes, a root of read-only binds, a private temporary folder
/// of limited size, no capabilities, nobody's identity. Tried once with a harmless program before it is relied upon.
/// </summary>
public sealed class Sandbox
{
    /// <summary>The one place inside that can be written.</summary>
    public const string TemporaryFolder = "/tmp";

    private const string Nobody = "65534";
    private static readonly TimeSpan TrialMost = TimeSpan.FromSeconds(20);

    private Sandbox(string program, IReadOnlyList<string> arguments) => (Program, Arguments) = (program, arguments);

    /// <summary>Path of bubblewrap.</summary>
    public string Program { get; }

    /// <summary>Arguments ahead of the confined command and its own.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The protections that the arguments stand for.</summary>
    public static IReadOnlyList<string> Parts { get; } =
        ["no-network", "own-processes", "read-only-root", "private-tmp", "no-capabilities", "unprivileged-user", "no-nested-namespaces"];

    /// <param name="readable">Folders that the child needs besides the system's programs and libraries.</param>
    /// <param name="environment">The child's whole environment.</param>
    /// <param name="temporaryMib">Size of the temporary folder in MiB.</param>
    /// <param name="refusal">Why there is no sandbox, when the result is null.</param>
    public static Sandbox? TryCreate(
        IReadOnlyList<string> readable, IReadOnlyDictionary<string, string> environment, int temporaryMib, out string refusal)
    {
        if (Programs.OnPath("bwrap") is not { } program)
        {
            refusal = "bwrap is not on PATH; install the package bubblewrap";
            return null;
        }

        var sandbox = new Sandbox(program, Build(readable, environment, temporaryMib));
        refusal = sandbox.Try();
        return refusal.Length == 0 ? sandbox : null;
    }

    private static List<string> Build(
        IReadOnlyList<string> readable, IReadOnlyDictionary<string, string> environment, int temporaryMib)
    {
        List<string> arguments =
        [
            "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            "--uid", Nobody, "--gid", Nobody, "--hostname", "decoder", "--clearenv",
        ];
        foreach (var (name, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            arguments.AddRange(["--setenv", name, value]);
        arguments.AddRange(["--ro-bind", "/usr", "/usr"]);
        foreach (var folder in (string[])["/bin", "/sbin", "/lib", "/lib32", "/lib64"])
            arguments.AddRange(SystemFolder(folder));
        arguments.AddRange(["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]);
        arguments.AddRange(["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]);
        arguments.AddRange(["--proc", "/proc", "--dev", "/dev"]);
        arguments.AddRange(["--size", ((long)temporaryMib << 20).ToString(CultureInfo.InvariantCulture), "--tmpfs", TemporaryFolder]);

        // After the temporary folder, because they may lie beneath the one of the host.
        foreach (var folder in readable.Where(folder => !IsBeneath(folder, "/usr")).Distinct(StringComparer.Ordinal))
            arguments.AddRange(["--ro-bind", folder, folder]);
        arguments.AddRange(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", TemporaryFolder, "--"]);
        return arguments;
    }

    /// <summary>On merged systems <c>/lib</c> and the like are links into <c>/usr</c>; elsewhere they are folders of their own.</summary>
    private static IEnumerable<string> SystemFolder(string folder) =>
        new DirectoryInfo(folder) is not { Exists: true } info ? []
        : info.LinkTarget is { } target ? ["--symlink", target, folder]
        : ["--ro-bind", folder, folder];

    private static bool IsBeneath(string folder, string parent) =>
        folder == parent || folder.StartsWith(parent + "/", StringComparison.Ordinal);

    /// <summary>Empty when a program runs inside; otherwise what bubblewrap said. Nothing of an asset is near at this time.</summary>
    private string Try()
    {
        var start = new ProcessStartInfo(Program, [.. Arguments, "/usr/bin/true"])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var trial = Descriptors.Start(start);
            trial.StandardInput.Close();
            if (!trial.WaitForExit(TrialMost))
            {
                trial.Kill();
                return "bwrap does not return";
            }

            return trial.ExitCode == 0 ? "" : $"bwrap does not work here: {trial.StandardError.ReadToEnd().Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"bwrap does not start: {e.Message}";
        }
    }
}
