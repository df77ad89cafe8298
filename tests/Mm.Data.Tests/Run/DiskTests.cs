using System.Diagnostics;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>A target without room and one that cannot be written, as real file systems. Skipped without the right to mount.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly SubsetRun _subset;
    private readonly TemporaryFolder _folder = new();
    private bool _mounted;

    public DiskTests(SubsetRun subset)
    {
        _subset = subset;
        Directory.CreateDirectory(Disk);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Disk => _folder["disk"];

    private string Output => Path.Combine(Disk, "release");

    [Promise(PromiseAttribute.Commit, "A full disk is told; with more room the same command ends with the same release.")]
    [Fact]
    public async Task A_full_disk_is_told_and_with_more_room_the_same_command_ends_with_the_same_release()
    {
        Mount("size=400k");
        var normal = await _subset.FilesAsync();
        var command = SubsetRun.Command(_subset.Input, Output, "--workers", "2");

        var full = await Mmdata.RunAsync(_folder["state"], Cancel, command);
        Assert.True(full.ExitCode == 3, full.Output + full.Errors);
        Assert.Contains("No space left", full.Errors, StringComparison.Ordinal);
        Assert.Contains("run the same command again", full.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));

        Run("mount", "-o", "remount,size=200m", Disk);
        await SubsetRun.DoneAsync(_folder["state"], command);
        Assert.Equal(normal, await Trees.ListAsync(Output, Cancel));
    }

    [Promise(PromiseAttribute.Commit, "A target that cannot be written is told before work is done.")]
    [Fact]
    public async Task A_target_that_cannot_be_written_is_told()
    {
        await SubsetRun.CopyAsync(_folder["input"], "photos/cat.jpg");
        Mount("ro");
        var run = await Mmdata.RunAsync(_folder["state"], Cancel, SubsetRun.Command(_folder["input"], Output));
        Assert.True(run.ExitCode == 3, run.Output + run.Errors);
        Assert.Contains("Read-only", run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Disk, run.Errors.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (_mounted)
            Run("umount", Disk);
        _folder.Dispose();
    }

    private void Mount(string options)
    {
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", Disk) == 0, "needs the right to mount a tmpfs");
        _mounted = true;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
