using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Select;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>What the quickstart release must hold, looked at from outside: its files and the sample set's own list.</summary>
public sealed class QuickstartTests(QuickstartRelease quickstart)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Audit, "Every phase accounts for every sample: entered = kept + dropped + quarantined + failed.")]
    [Fact]
    public async Task Every_phase_accounts_for_every_sample()
    {
        await quickstart.GetAsync();
        var counts = (await ReleaseReader.OpenAsync(quickstart.Release, Cancel)).Manifest.Counts;
        Assert.True(counts.Measure.Conserved && counts.Select.Conserved && counts.Render.Conserved);
        Assert.Equal(
            quickstart.Expected.Count(e => e.Outcome is not "ignored" && !e.Roles.Contains("missing-file")), counts.Measure.Entered);
        Assert.Equal(counts.Measure.Kept, counts.Select.Entered);
        Assert.Equal(counts.Select.Kept, counts.Render.Entered);
    }

    [Fact]
    public async Task Every_wrong_caption_scores_below_the_right_one_of_the_same_photograph()
    {
        var rows = await quickstart.MeasuredAsync();
        var pairs = quickstart.Expected.Where(e => e.Pair is not null).GroupBy(e => e.Pair).ToArray();
        Assert.True(pairs.Length >= 12);
        foreach (var pair in pairs)
        {
            var right = Score(rows, pair.Single(e => e.Side == "right"));
            var wrong = Score(rows, pair.Single(e => e.Side == "wrong"));
            Assert.True(wrong < right, $"{pair.Key}: wrong {wrong:0.000}, right {right:0.000}");
        }
    }

    [Fact]
    public async Task Damaged_and_hostile_files_fail_with_their_own_reasons()
    {
        var rows = await quickstart.MeasuredAsync();
        var failed = quickstart.Expected.Where(e => e.Outcome == "failed" && !e.Roles.Contains("missing-file")).ToArray();
        Assert.True(failed.Length >= 10);
        Assert.All(failed, e =>
        {
            var verdict = rows[e.Sha256!].Verdict;
            Assert.Equal(Outcome.Failed, verdict.Outcome);
            Assert.True(e.Reasons.Contains(verdict.Reason), $"{e.Path}: {verdict.Reason}, expected {string.Join(" or ", e.Reasons)}");
        });
    }

    [Fact]
    public async Task No_file_of_the_release_or_the_state_holds_a_planted_name()
    {
        await quickstart.GetAsync();
        var canaries = quickstart.Expected.SelectMany(e => e.Canaries).Distinct().Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        Assert.NotEmpty(canaries);
        foreach (var folder in (string[])[quickstart.Release, quickstart.State])
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var bytes = await File.ReadAllBytesAsync(file, Cancel);
                Assert.All(canaries, canary => Assert.True(bytes.AsSpan().IndexOf(canary) < 0, $"{file} holds a canary"));
            }
        }

        foreach (var row in await quickstart.RowsAsync())
            Assert.All(canaries, canary => Assert.True(row.Sample.Asset.Span.IndexOf(canary) < 0, $"sample {row.Sample.Id} holds a canary"));
    }

    [Fact]
    public async Task Exact_duplicates_are_kept_once()
    {
        var sources = (await quickstart.RowsAsync()).Select(row => row.Sample.SourceSha256).ToArray();
        Assert.Equal(sources.Length, sources.Distinct().Count());
    }

    [Fact]
    public async Task Near_duplicates_that_are_both_kept_lie_in_one_split()
    {
        var rows = await quickstart.RowsAsync();
        Assert.Contains(rows, row => row.Split == ReleasePaths.Eval);
        CheckSplits(rows.ToDictionary(row => row.Sample.SourceSha256, row => row.Split));
    }

    /// <summary>The recipe keeps few of them, so the same numbers are decided on once more, with all duplicates kept and an even split.</summary>
    [Fact]
    public async Task Near_duplicates_lie_in_one_split_when_all_are_kept()
    {
        var measured = (await quickstart.MeasuredAsync()).Values.OrderBy(m => m.Id, StringComparer.Ordinal).ToArray();
        var options = new SelectOptions
        {
            Duplicates = new DuplicateOptions { PerceptualBits = null },
            Split = new SplitOptions { Eval = 0.5, Seed = "even" },
        };
        var splits = Selector.Decide(measured, options, SoundPolicy.Keep).Where(d => d.Split is not null).ToDictionary(d => d.Id, d => d.Split!);
        Assert.InRange(splits.Values.Count(split => split == ReleasePaths.Eval), splits.Count / 5, splits.Count * 4 / 5);
        Assert.True(CheckSplits(measured.Where(m => splits.ContainsKey(m.Id)).ToDictionary(m => m.AssetSha256, m => splits[m.Id])) >= 15);
    }

    [Fact]
    public async Task Captions_hold_placeholders_in_place_of_personal_data()
    {
        var texts = (await quickstart.RowsAsync()).ToDictionary(row => row.Sample.SourceSha256, row => row.Sample.Text);
        var planted = quickstart.Expected.Where(e => e.CaptionPii.Count > 0).ToArray();
        Assert.NotEmpty(planted);
        var replaced = 0;
        foreach (var sample in planted.Where(e => texts.ContainsKey(e.Sha256!)))
        {
            Assert.All(sample.CaptionPii, pii => Assert.DoesNotContain(pii.Text, texts[sample.Sha256!], StringComparison.Ordinal));
            replaced++;
        }

        Assert.True(replaced > 0, "no sample with personal data in its caption was kept, so nothing was checked");
    }

    [Fact]
    public async Task Verify_finds_nothing_in_a_release_as_it_was_made()
    {
        await quickstart.GetAsync();
        var verify = await Mmdata.RunAsync(quickstart.State, Cancel, "verify", quickstart.Release, "--offline");
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
    }

    [Fact]
    public async Task Inspect_tells_the_story_of_a_sample()
    {
        await quickstart.GetAsync();
        var first = await Mmdata.RunAsync(quickstart.State, Cancel, "inspect", quickstart.Release, "--first-kept");
        var story = await Mmdata.RunAsync(quickstart.State, Cancel, "inspect", quickstart.Release, "--sample", first.Output.Trim());
        Assert.Equal(0, story.ExitCode);
        Assert.Contains("measured", story.Output, StringComparison.Ordinal);
        Assert.Contains("rendered", story.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Holds every pair of the list that was kept twice to one side, and says how many there were. A mirrored picture is another picture to
    /// the hash, and said to be so.
    /// </summary>
    private int CheckSplits(Dictionary<string, string> splitBySource)
    {
        var byPath = quickstart.Expected.ToDictionary(e => e.Path);
        var pairs = quickstart.Expected.Where(e => e.DuplicateOf is not null && !e.Roles.Contains("mirror"))
            .Select(e => (e.Sha256!, byPath[e.DuplicateOf!].Sha256!))
            .Concat(quickstart.Expected.Where(e => e.Pair is not null).GroupBy(e => e.Pair).Select(g => (g.First().Sha256!, g.Last().Sha256!)))
            .Where(pair => splitBySource.ContainsKey(pair.Item1) && splitBySource.ContainsKey(pair.Item2)).ToArray();
        Assert.All(pairs, pair => Assert.Equal(splitBySource[pair.Item1], splitBySource[pair.Item2]));
        return pairs.Count(pair => pair.Item1 != pair.Item2);
    }

    private static double Score(Dictionary<string, MeasuredSample> rows, ExpectedSample sample) =>
        rows[sample.Sha256!].Features.Number("alignment.cosine") ?? throw new InvalidOperationException($"{sample.Path} has no score.");
}
