using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;

namespace Mm.Data.Decoder;

/// <summary>What the child has from its parent besides what it needs, as it sees it itself: open files and environment.</summary>
internal static class Inheritance
{
    private const int FirstOther = 3;

    // The working directory, which bubblewrap and shells set for whom they start.
    private const string WorkingDirectory = "PWD";

    /// <summary>Where the runtime's own open files lie; a descriptor on any other file or on a socket came from the parent.</summary>
    private static readonly string[] Own =
        ["/usr/", "/lib", "/proc/", "/dev/", "/memfd:", "/sys/fs/cgroup", "/etc/ld.so.cache", AppContext.BaseDirectory];

    public static IReadOnlyList<SandboxPart> Look(ChildSettings settings)
    {
        var files = Foreign(settings.SharedDescriptor);
        var names = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Count(name => name != WorkingDirectory && !settings.EnvironmentNames.Contains(name));
        return
        [
            new("no-inherited-descriptors", files == 0, files == 0 ? "three pipes and the shared memory" : $"{files} more are open"),
            new("clean-environment", names == 0, names == 0 ? "only the variables it is given" : $"{names} more variables"),
        ];
    }

    private static int Foreign(int shared)
    {
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        var count = 0;
        foreach (var path in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
            if (descriptor >= FirstOther && descriptor != shared && new FileInfo(path).LinkTarget is { } target && IsForeign(target, root))
                count++;
        }

        return count;
    }

    private static bool IsForeign(string target, string root) =>
        target.StartsWith("socket:", StringComparison.Ordinal)
        || (target.StartsWith('/')
            && !target.StartsWith(root, StringComparison.Ordinal)
            && !Array.Exists(Own, own => target.StartsWith(own, StringComparison.Ordinal)));
}
