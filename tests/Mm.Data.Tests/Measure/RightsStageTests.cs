using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class RightsStageTests
{
    private static readonly MediaFacts Facts = new() { Modality = Modality.Image, Container = "jpeg", Codec = "jpeg" };

    [Fact]
    public async Task What_the_decoder_read_becomes_flags_and_codes()
    {
        var features = await MeasureAsync(
            new MediaRights { HasCreator = true, Licence = "cc-by-4.0", DataMining = "prohibited-genai-training" });

        Assert.Equal(1, features.Number("rights.opt-out"));
        Assert.Equal(1, features.Number("rights.creator"));
        Assert.Equal(0, features.Number("rights.copyright"));
        Assert.Equal("cc-by-4.0", features.Code("rights.licence"));
        Assert.Equal("prohibited-genai-training", features.Code("rights.data-mining"));
    }

    [Theory]
    [InlineData("allowed", false)]
    [InlineData("unspecified", false)]
    [InlineData("prohibited", true)]
    [InlineData("prohibited-except-search", true)]
    [InlineData("prohibited-see-constraint", true)]
    public async Task Every_prohibition_opts_out(string dataMining, bool optsOut) =>
        Assert.Equal(optsOut ? 1 : 0, (await MeasureAsync(new MediaRights { DataMining = dataMining })).Number("rights.opt-out"));

    [Fact]
    public async Task Where_nothing_was_read_nothing_is_said() => Assert.Empty((await MeasureAsync(null)).Names);

    private static async Task<FeatureRow> MeasureAsync(MediaRights? rights)
    {
        await using var stage = new RightsStage();
        using var sample = new Sample("s", 0) { Media = Facts with { Rights = rights } };
        await stage.RunAsync([sample], TestContext.Current.CancellationToken);
        return sample.Features;
    }
}
