using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Run.Reproduce;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Reproduce;

public sealed class DrawnSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_seed_draws_the_same_samples_and_another_seed_others()
    {
        await new MadeRelease(7, 90).PublishAsync(_folder.Path, "release");
        var release = await ReleaseReader.OpenAsync(_folder["release"], Cancel);
        var drawn = await IdsAsync(release, 12, "a");

        Assert.Equal(12, drawn.Count);
        Assert.Equal(drawn, await IdsAsync(release, 12, "a"));
        Assert.NotEqual(drawn, await IdsAsync(release, 12, "b"));
        Assert.Subset(drawn.ToHashSet(), (await IdsAsync(release, 5, "a")).ToHashSet());
        Assert.Equal(90, (await IdsAsync(release, 1000, "a")).Count);
    }

    [Fact]
    public async Task A_drawn_sample_carries_its_events()
    {
        await new MadeRelease(8, 60).PublishAsync(_folder.Path, "release");
        var samples = await DrawnSamples.OfAsync(await ReleaseReader.OpenAsync(_folder["release"], Cancel), 60, "", Cancel);
        var events = (await Releases.EventsAsync(_folder["release"], Cancel)).ToLookup(one => one.SampleId);

        Assert.All(samples, sample => Assert.Equal(
            events[sample.Id].Select(one => one.Phase).Order(), Enum.GetValues<Phase>().Where(phase => sample[phase] is not null)));
    }

    private static async Task<List<string>> IdsAsync(ReleaseReader release, int count, string seed) =>
        [.. (await DrawnSamples.OfAsync(release, count, seed, Cancel)).Select(sample => sample.Id)];
}
