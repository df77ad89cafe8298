using System.Diagnostics;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>The checkout builds anywhere: nothing in it names a machine or where packages come from.</summary>
public sealed class RepositoryTests
{
    private const int BinaryWindow = 8000;

    // In halves, so that this file does not hold what it looks for.
    private static readonly string[] Foreign =
    [
        "/wo" + "rk/", "registry." + "npmjs", "registry." + "yarnpkg", "api." + "nuget.org", "py" + "pi.org", "files." + "pythonhosted",
        "deb." + "debian.org", "security." + "debian.org", "proxy." + "golang.org",
    ];

    [Fact]
    public async Task No_tracked_text_names_a_registry_host_or_a_path_of_a_machine()
    {
        var found = new List<string>();
        foreach (var name in await TrackedAsync())
        {
            var path = Path.Combine(Checkout.Root, name);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                if (Path.IsPathRooted(target))
                    found.Add($"{name}: a link out of the tree");
                continue;
            }

            if (!File.Exists(path))
                continue; // deleted and not yet committed
            var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            if (bytes.AsSpan(0, Math.Min(bytes.Length, BinaryWindow)).Contains((byte)0))
                continue; // as git tells text from the rest
            var text = System.Text.Encoding.UTF8.GetString(bytes);
            found.AddRange(Foreign
                .Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
                .Select(word => $"{name}: {word}"));
        }

        Assert.Empty(found);
    }

    private static async Task<IReadOnlyList<string>> TrackedAsync()
    {
        Assert.SkipUnless(Path.Exists(Path.Combine(Checkout.Root, ".git")), "this is no git checkout");
        var start = new ProcessStartInfo("git", ["-C", Checkout.Root, "ls-files", "-z"]) { RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var names = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, git.ExitCode);
        return names.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
