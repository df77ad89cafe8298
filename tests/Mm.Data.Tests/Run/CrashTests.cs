using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>A run that is killed without warning, and the same command again.</summary>
public sealed class CrashTests(QuickstartRelease quickstart) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Commit, "After kill -9 the same command gives the same release and measures nothing twice.")]
    [Fact]
    public async Task After_kill_9_the_same_command_gives_the_same_release_and_measures_nothing_twice()
    {
        await quickstart.GetAsync();
        var done = await KillAfterSomeShardsAsync();

        Assert.False(Directory.Exists(_folder["release"]), "a killed run must leave nothing under its output");
        var again = await Mmdata.RunAsync(_folder["state"], Cancel, Command);
        Assert.True(again.ExitCode == 0, again.Output + again.Errors);

        var catalog = await RunCatalog.OpenAsync(_folder["state"], TimeProvider.System, Cancel);
        var run = Assert.Single(await catalog.RunsAsync(10, Cancel));
        var shards = (await catalog.ShardsAsync(run.Key, Cancel)).Where(s => s.Phase is RunPhase.Measure).ToArray();
        Assert.Equal(done, shards.Where(s => s.Attempts == 0).Select(s => s.Index).Order());
        Assert.Contains(shards, s => s.Attempts > 0);

        // One worker undisturbed on that side, four workers and a crash on this one.
        Assert.Equal(await Trees.ListAsync(quickstart.Release, Cancel), await Trees.ListAsync(_folder["release"], Cancel));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path, ".release*"));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Command =>
        ["run", Checkout.Pipeline("quickstart.yaml"), "--input", Checkout.Samples, "--output", _folder["release"], "--workers", "4"];

    /// <summary>Starts the run, kills it when two shards are measured, and says which were.</summary>
    private async Task<IReadOnlyList<int>> KillAfterSomeShardsAsync()
    {
        using var process = Mmdata.Start(_folder["state"], Command);
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        while (Markers().Count < 2 && !process.HasExited)
            await Task.Delay(20, Cancel);
        process.Kill();
        await process.WaitForExitAsync(Cancel);
        await output;
        return Markers();
    }

    private List<int> Markers() => [.. Directory.EnumerateDirectories(_folder.Path, ".release.*.work")
        .SelectMany(work => Directory.EnumerateFiles(work, "measure-*.json"))
        .Select(file => int.Parse(
            Path.GetFileNameWithoutExtension(file)["measure-".Length..], System.Globalization.CultureInfo.InvariantCulture))
        .Order()];
}
