using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Mm.Data.Web.Read;
using Xunit;

namespace Mm.Data.Tests.Web.Read;

/// <summary>A release of more samples than anybody counts through; what lists hold is <see cref="ReleaseLibraryTests"/>' business.</summary>
public sealed class SampleBrowserTests
{
    private const int Samples = 10_400;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counting_goes_so_far_and_says_so_and_what_is_known_is_told_whole()
    {
        using var folder = new TemporaryFolder();
        using var made = await IndexedMade.OpenAsync(folder, Samples);
        Task<SampleCount> Count(SampleFilter filter) => made.Library.CountAsync(made.Indexed, filter, Cancel);

        Assert.Equal(new SampleCount(10_000, IsAll: false), await Count(new SampleFilter { Text = "made-up picture" }));
        Assert.Equal(new SampleCount(10_000, IsAll: false), await Count(new SampleFilter { Feature = "made.number-00", Min = -1 }));
        Assert.Equal(new SampleCount(Samples, IsAll: true), await Count(new SampleFilter { Outcome = Outcome.Kept }));
        Assert.Equal(new SampleCount(Samples, IsAll: true), await Count(new SampleFilter()));
        Assert.Equal(new SampleCount(11, IsAll: true), await Count(new SampleFilter { Text = "Number 777" })); // 777, 7770 to 7779
        Assert.Equal(new SampleCount(0, IsAll: true), await Count(new SampleFilter { Text = "number 99999" }));

        var found = made.Indexed.Page(new SampleFilter { Text = "number 777" }, null, isBackwards: false, most: 20);
        Assert.Equal(11, found.Items.Count);
        Assert.All(found.Items, sample => Assert.Contains("number 777", sample.Text, StringComparison.Ordinal));
    }
}
