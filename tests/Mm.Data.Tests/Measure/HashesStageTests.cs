using System.Globalization;
using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class HashesStageTests
{
    private static readonly ViewSpec Spec = new HashesStage(new HashesStage.Options()).Views[0];

    [Fact]
    public async Task A_video_is_hashed_by_its_middle_frame_whatever_the_order_of_views()
    {
        var features = await Features(View(2, 3), View(0, 1), View(1, 2));

        Assert.Equal(Hash(2), features.Code(KnownFeatures.PerceptualHash));
        Assert.Equal(false, features[KnownFeatures.FlatPicture]);
    }

    [Fact]
    public async Task Views_of_other_stages_are_left_alone()
    {
        var other = new ViewSpec(32, 32);

        Assert.Equal(
            Hash(1), (await Features(new View(other, 0, 32, 32, new byte[other.Bytes]), View(0, 1))).Code(KnownFeatures.PerceptualHash));
    }

    [Fact]
    public async Task Sound_has_no_hash() => Assert.False((await Features()).Has(KnownFeatures.PerceptualHash));

    private static View View(float seconds, int seed) => new(Spec, seconds, 32, 32, Picture(seed));

    private static byte[] Picture(int seed) => [.. Enumerable.Range(0, 1024).Select(i => (byte)(i * i * (seed + 3) / 7 % 251))];

    private static string Hash(int seed) => PerceptualHash.Of(Picture(seed)).Bits.ToString("x16", CultureInfo.InvariantCulture);

    private static async Task<FeatureRow> Features(params IReadOnlyList<View> views)
    {
        await using var stage = new HashesStage(new HashesStage.Options());
        using var sample = new Sample("a", 0) { Views = views };
        await stage.RunAsync([sample], CancellationToken.None);
        return sample.Features;
    }
}
