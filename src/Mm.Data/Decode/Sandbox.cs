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
    private const string UserPart = "unprivileged-user";

    private static readonly string[] Names =
        ["no-network", "own-processes", "read-only-root", "private-tmp", "no-capabilities", "no-nested-namespaces"];

    private static readonly TimeSpan TrialMost = TimeSpan.FromSeconds(20);

    private readonly string _rootNote;

    private Sandbox(string program, IReadOnlyList<string> arguments, string rootNote) =>
        (Program, Arguments, _rootNote) = (program, arguments, rootNote);

    /// <summary>Path of bubblewrap, or of setpriv, which becomes it.</summary>
    public string Program { get; }

    /// <summary>Arguments ahead of the confined command and its own.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Whether the nobody inside is root outside: without capabilities, but held to no limit of processes.</summary>
    public bool IsRootOutside => _rootNote.Length > 0;

    /// <summary>The protections that the arguments stand for.</summary>
    public IReadOnlyList<SandboxPart> Parts =>
    [
        .. Names.Select(name => new SandboxPart(name, true, "bubblewrap")),
        new(UserPart, !IsRootOutside, IsRootOutside ? _rootNote : $"uid {Nobody} inside, not root outside"),
    ];

    /// <summary>The same protections where there is no sandbox.</summary>
    public static IEnumerable<SandboxPart> Missing(string refusal) =>
        Names.Append(UserPart).Select(name => new SandboxPart(name, false, refusal));

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

        var arguments = Build(readable, environment, temporaryMib);
        var rootNote = "";
        if (Environment.IsPrivilegedProcess)
        {
            if (TryAsNobody(program, arguments, readable, out rootNote) is { } asNobody)
            {
                refusal = "";
                return asNobody;
            }
        }

        var sandbox = new Sandbox(program, arguments, rootNote);
        refusal = sandbox.Try(readable);
        return refusal.Length == 0 ? sandbox : null;
    }

    /// <summary>
    /// Under root the nobody of a user namespace is root for the kernel, which then limits no processes: root becomes nobody before it
    /// enters. Null where nobody may not read what the child needs.
    /// </summary>
    private static Sandbox? TryAsNobody(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> readable, out string note)
    {
        note = "root outside: setpriv is not on PATH; install the package util-linux";
        if (Programs.OnPath("setpriv") is not { } setpriv)
            return null;
        string[] drop = ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--inh-caps=-all", "--"];
        var sandbox = new Sandbox(setpriv, [.. drop, program, .. arguments], "");
        var refusal = sandbox.Try(readable);
        note = $"root outside: it does not work as nobody ({refusal}); let others read the folders of mmdata and dotnet";
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
    private string Try(IReadOnlyList<string> readable)
    {
        string[] trialCommand = ["/usr/bin/ls", "-d", "/usr/.", .. readable.Select(folder => $"{folder}/.")];
        var start = new ProcessStartInfo(Program, [.. Arguments, .. trialCommand])
        {
            RedirectStandardOutput = true,
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
