using System.Globalization;
using System.Security.Cryptography;
using Mm.Data.Audit;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Publish;

/// <summary>
/// Many readers and many committers of one place. MMDATA_COMMITS=100 takes the long form: 100 commits with a death after every fifth under
/// eight readers, and 100 committers at once.
/// </summary>
public sealed class CommittersTests : IDisposable
{
    private const int Readers = 8;
    private const int CallsMax = 12;
    private const int Killed = 128 + 9;

    /// <summary>Of the swap of the two releases there is one, and behind it the last rename and the deletion.</summary>
    private static readonly string[] Calls = ["unlink", "rename", "fsync", "renameat2"];

    private static readonly int Commits =
        int.Parse(Environment.GetEnvironmentVariable("MMDATA_COMMITS") ?? "6", CultureInfo.InvariantCulture);

    private static readonly int Committers = Math.Max(Commits, 25);
    private static readonly int CommitsPerDeath = Commits < 50 ? 3 : 5;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Output => _folder["release"];

    public void Dispose() => _folder.Dispose();

    [Promise(PromiseAttribute.Commit, "Of many committers at once exactly one wins; each of the others is told what lies there.")]
    [Fact]
    public async Task Of_many_committers_at_once_exactly_one_wins_and_the_others_are_told()
    {
        var committers = Enumerable.Range(0, Committers).Select(number => new Committer(_folder.Path, number)).ToArray();

        var ends = await Task.WhenAll(committers.Select(committer => Task.Run(() => EndAsync(committer), Cancel)));

        Assert.Single(ends, end => end is null);
        Assert.All(ends.OfType<Exception>(), fault =>
        {
            Assert.IsType<ConfigurationException>(fault);
            Assert.Contains("holds another release", fault.Message, StringComparison.Ordinal);
        });
        using var release = await ReleaseReader.OpenAsync(Output, Cancel);
        Assert.Equal(committers[Array.IndexOf(ends, null)].RunKey, release.Manifest.RunKey);
        Assert.Empty((await Verifier.VerifyAsync(Output, new VerifyOptions { Keys = [TestKeys.Mine.Public] }, Cancel)).Findings);
        Figures.Record(typeof(CommittersTests), $"{Committers} committers at once: 1 winner, {ends.OfType<ConfigurationException>().Count()} told");
    }

    [Promise(PromiseAttribute.Commit, "Readers that poll while releases replace one another, and committers die, see whole releases alone.")]
    [Fact]
    public async Task Readers_that_poll_during_commits_and_deaths_see_no_torn_missing_or_mixed_release()
    {
        Assert.SkipWhen(Programs.OnPath("strace") is null, "needs strace: ops/setup --tests");
        await CommitAsync(0);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(() => PollAsync(ended.Token), Cancel)).ToArray();
        var deaths = 0;
        for (var number = 1; number <= Commits; number++)
        {
            // Where the call comes at all: a release is a few dozen of each.
            for (var call = number; number % CommitsPerDeath == 0 && deaths < number / CommitsPerDeath; call++)
                deaths += await DiesAsync(number, $"{Calls[deaths % Calls.Length]}:{1 + (call % CallsMax)}") ? 1 : 0;
            await CommitAsync(number); // the same command again, where it died
        }

        await ended.CancelAsync();
        var seen = await Task.WhenAll(readers);
        Assert.All(seen, reader => Assert.True(reader.Reads > 0, "a reader that read nothing proves nothing"));
        var (reads, kinds) = (seen.Sum(reader => reader.Reads), seen.SelectMany(reader => reader.Runs).Distinct().Count());
        Assert.True(kinds > 1, "the readers saw one release only");
        RunWorkspace.Open(Output, new string('0', 64)).Delete(); // the next start sweeps what somebody was reading
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path, ".release*"));
        Figures.Record(
            typeof(CommittersTests),
            $"{Readers} readers, {Commits} commits, {deaths} deaths: {reads} reads of {kinds} releases, none torn, missing or mixed");
    }

    private static async Task<Exception?> EndAsync(Committer committer)
    {
        try
        {
            await committer.CommitAsync(replace: false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task CommitAsync(int number) => Assert.False(await DiesAsync(number, death: null), "it was not told to die");

    private async Task<bool> DiesAsync(int number, string? death)
    {
        using var process = Committer.Start(_folder.Path, number, death);
        var said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.SkipWhen(said.Contains("PTRACE", StringComparison.Ordinal), "tracing is forbidden here");
        Assert.True(process.ExitCode is 0 or Killed, $"commit {number}, {death}: exit code {process.ExitCode}, {said}");
        return process.ExitCode == Killed;
    }

    /// <summary>Reads the release whole, again and again. Whatever is missing, torn or of another release throws.</summary>
    private async Task<(int Reads, HashSet<string> Runs)> PollAsync(CancellationToken ended)
    {
        var (reads, runs) = (0, new HashSet<string>(StringComparer.Ordinal));
        while (!ended.IsCancellationRequested)
        {
            using var release = await ReleaseReader.OpenAsync(Output, CancellationToken.None);
            foreach (var file in release.Manifest.Files())
            {
                var bytes = await File.ReadAllBytesAsync(Path.Combine(release.Folder, file.Path), CancellationToken.None);
                Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            }

            Assert.Equal(
                release.Manifest.Shards.Sum(shard => shard.Rows),
                await release.RowsAsync(null, CancellationToken.None).CountAsync(CancellationToken.None));
            runs.Add(release.Manifest.RunKey);
            reads++;
        }

        return (reads, runs);
    }
}
