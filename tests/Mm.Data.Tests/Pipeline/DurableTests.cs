using System.Diagnostics;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class DurableTests
{
    [Fact]
    public async Task A_write_that_fails_leaves_what_was_there_and_no_temporary()
    {
        using var folder = new TemporaryFolder();
        await Durable.WriteAsync(folder["a"], "old"u8.ToArray(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Durable.WriteAsync(
            folder["a"], _ => throw new InvalidOperationException(), TestContext.Current.CancellationToken));
        Assert.Equal("old", await File.ReadAllTextAsync(folder["a"], TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_missing_folder_is_an_environment_fault_that_names_the_path()
    {
        using var folder = new TemporaryFolder();
        var fault = await Assert.ThrowsAsync<EnvironmentException>(() => Durable.WriteAsync(
            folder["absent/a"], "x"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Contains("absent/a", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_says_so_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        Assert.SkipUnless(await MountAsync(folder.Path), "needs the right to mount a small tmpfs");
        try
        {
            var fault = await Assert.ThrowsAsync<EnvironmentException>(() => Durable.WriteAsync(
                folder["big"], new byte[1 << 20], TestContext.Current.CancellationToken));
            Assert.Contains("No space left", fault.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(folder.Path));
        }
        finally
        {
            await CommandAsync("umount", folder.Path);
        }
    }

    private static Task<bool> MountAsync(string folder) => CommandAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);

    private static async Task<bool> CommandAsync(string name, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
