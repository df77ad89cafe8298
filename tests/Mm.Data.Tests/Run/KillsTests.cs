using System.Globalization;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>
/// A multimodal run that is killed many times: the process at seeded moments and at its K-th write, fsync, rename or unlink, decoder
/// children at seeded moments, and the process at two renames of the publication.
/// </summary>
public sealed class KillsTests : IDisposable
{
    private const int Seed = 20261126;
    private const double RedoneShareMax = 0.03;
    private static readonly int _kills =
        int.Parse(Environment.GetEnvironmentVariable("MMDATA_KILLS") ?? "10", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Two shards of one sample in work are 2 % of 100, two of sixteen 1.6 % of 2,000: larger shards would be cheaper to keep account of
    // and dearer to lose.
    private static (int Samples, int Shard) Size => _kills < 50 ? (100, 1) : (2000, 16);

    [Promise(PromiseAttribute.Commit,
        "Killed again and again, worker and decoder child, the same command gives the release of an undisturbed run; a kill costs at most "
        + "3 % of the work.")]
    [Fact]
    public async Task A_run_that_is_killed_again_and_again_gives_the_same_release_and_loses_little()
    {
        await ExpectedSample.ListAsync();
        await ManySamples.MakeAsync(_folder["input"], Size.Samples, Cancel);
        using var calm = Prepare("calm");
        await DoneAsync(calm);
        using var killed = Prepare("killed");
        await KillAsync(killed, (int)Math.Ceiling((double)calm.Begun / Size.Shard));
        await DoneAsync(killed);

        // The ledger beside the release is compared too: nothing was appended twice.
        Assert.Equal(await ReleasedAsync("calm"), await ReleasedAsync("killed"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["killed"], ".release*"));
        var verify = await Mmdata.RunAsync(
            _folder["state"], Cancel, "verify", killed.Release, "--offline", "--key", TestKeys.Mine.Public.ToString());
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);

        var redone = killed.Begun - calm.Begun;
        var told = $"{_kills} kills over {Size.Samples} samples, seed {Seed}: "
            + string.Join(", ", killed.Kills.Select(kill => $"{kill.Value} {kill.Key}"))
            + $". Redone {redone} of {calm.Begun} (samples measured and rendered, whole shards of {Size.Shard} counted): "
            + string.Create(CultureInfo.InvariantCulture, $"{100.0 * redone / _kills / Size.Samples:F2} % of the samples a kill, ")
            + string.Create(CultureInfo.InvariantCulture, $"{100.0 * killed.InHandMax / Size.Samples:F2} % at most");
        TestContext.Current.TestOutputHelper!.WriteLine(told);
        Assert.Equal(_kills, killed.Kills.Where(kill => kill.Key != "came too late").Sum(kill => kill.Value));
        Assert.True(killed.InHandMax <= RedoneShareMax * Size.Samples && redone <= _kills * RedoneShareMax * Size.Samples, told);
        Figures.Record(typeof(KillsTests), _kills == 10 ? told : $"{told} (`MMDATA_KILLS={_kills}`)");
    }

    public void Dispose() => _folder.Dispose();

    private KilledRun Prepare(string name) => new(
        Directory.CreateDirectory(_folder[name]).FullName,
        [
            "run", Path.Combine(AppContext.BaseDirectory, "Cases", "kills.yaml"), "--input", _folder["input"], "--workers", "2",
            "--set", $"shards.samples={Size.Shard}", "--set", $"publish.partRows={Size.Shard}",
        ],
        Seed);

    private static async Task DoneAsync(KilledRun run)
    {
        var end = await run.FinishAsync(Cancel);
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
    }

    /// <summary>Spreads the kills evenly over the work. A child's comes before a worker's, for a process that goes on needs one.</summary>
    private static async Task KillAsync(KilledRun run, int shards)
    {
        Func<int, CancellationToken, Task>[] turns =
            [run.KillChildAsync, run.KillWorkerAsync, run.KillAtCallAsync, run.KillWorkerAsync, run.KillAtCallAsync];
        for (var i = 0; i < _kills - 2; i++)
            await turns[i % turns.Length](shards * (i + 1) / _kills, Cancel);
        await run.KillAtCheckpointAsync(Cancel);
        await run.KillAtPublicationAsync(Cancel);
    }

    private async Task<IReadOnlyList<string>> ReleasedAsync(string name) =>
    [
        .. await Trees.ListAsync(_folder[$"{name}/release"], Cancel), .. await Trees.ListAsync(_folder[$"{name}/.mmdata-ledger"], Cancel),
    ];
}
