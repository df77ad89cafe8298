using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Select;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

public sealed class KnownReleasesTests : IDisposable
{
    private readonly TinyRelease _release = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _release.Dispose();

    /// <summary>Seven were measured, four of them published; an evaluation set is held against whole.</summary>
    [Fact]
    public async Task Released_samples_are_those_that_were_published_and_an_evaluation_set_is_all_that_was_measured()
    {
        await _release.PublishAsync();
        var set = new KnownSet { Name = "tiny", Path = _release.Output };

        Assert.Equal(4, await DroppedAsync(new SelectOptions { Duplicates = new DuplicateOptions { Against = [set] } }, "duplicate.release"));
        Assert.Equal(7, await DroppedAsync(new SelectOptions { Decontaminate = [set] }, "contaminated"));
    }

    [Fact]
    public async Task A_folder_of_releases_stands_for_all_of_them_and_they_name_the_run()
    {
        await _release.PublishAsync();
        var store = Path.GetDirectoryName(_release.Output)!;

        var found = await FindAsync(new SelectOptions { Decontaminate = [new KnownSet { Name = "all", Path = store }] });

        Assert.StartsWith("contaminated all ", Assert.Single(found.Digests), StringComparison.Ordinal);
        Assert.Empty((await FindAsync(new SelectOptions())).Digests);
    }

    [Theory]
    [InlineData("", "has no path")]
    [InlineData("/nowhere", "no release lies in /nowhere")]
    public async Task A_set_that_is_not_there_is_told(string path, string problem)
    {
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => FindAsync(
            new SelectOptions { Decontaminate = [new KnownSet { Name = "gone", Path = path }] }));

        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_release_cannot_be_what_was_published_before()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_release.Output, "..", "pictures")).FullName;

        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => FindAsync(new SelectOptions
        {
            Duplicates = new DuplicateOptions { Against = [new KnownSet { Name = "first", Path = folder }] },
        }));

        Assert.Contains("no release lies in", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_path_is_no_part_of_the_fingerprint_or_of_what_a_release_holds()
    {
        PipelineDefinition At(string path, string name = "set") => new()
        {
            Name = "a",
            Version = 1,
            Measure = [],
            Select = new SelectOptions
            {
                Decontaminate = [new KnownSet { Name = name, Path = path }],
                Duplicates = new DuplicateOptions { Against = [new KnownSet { Name = name, Path = path }] },
            },
        };

        Assert.Equal(At("/here").Fingerprint, At("/there").Fingerprint);
        Assert.NotEqual(At("/here").Fingerprint, At("/here", "other").Fingerprint);
        Assert.DoesNotContain("/here", System.Text.Encoding.UTF8.GetString(At("/here").ToBytes()), StringComparison.Ordinal);
    }

    private static Task<KnownReleases> FindAsync(SelectOptions options) => KnownReleases.FindAsync(
        new PipelineDefinition { Name = "a", Version = 1, Measure = [], Select = options }, open: null, Cancel);

    private async Task<int> DroppedAsync(SelectOptions options, string reason)
    {
        var known = await (await FindAsync(options)).ReadAsync(Cancel);
        var samples = _release.Features.Where(row => row.Verdict.Outcome is Outcome.Kept).ToList();
        return Selector.Decide(samples, options, SoundPolicy.Keep, known).Count(decision => decision.Verdict.Reason == reason);
    }
}
