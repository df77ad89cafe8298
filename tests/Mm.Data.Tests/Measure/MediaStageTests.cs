using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class MediaStageTests
{
    [Fact]
    public async Task A_picture_gets_every_column()
    {
        var features = await Features(
            new MediaFacts { Modality = Modality.Image, Container = "jpeg", Codec = "jpeg", Width = 300, Height = 400, Orientation = 6 });

        Assert.All(new MediaStage().Columns, column => Assert.True(features.Has(column.Name), column.Name));
        Assert.Equal("image", features.Code("media.modality"));
        Assert.Equal(120_000, features.Number("media.pixels"));
        Assert.Equal(4.0 / 3, features.Number("media.aspect"));
        Assert.Equal(6, features.Number("media.orientation"));
        Assert.Equal(0, features.Number("media.has-audio"));
    }

    [Fact]
    public async Task Sound_has_no_aspect()
    {
        var features = await Features(
            new MediaFacts { Modality = Modality.Audio, Container = "wav", Codec = "pcm", DurationSeconds = 2.5, HasAudio = true });

        Assert.False(features.Has("media.aspect"));
        Assert.Equal(2.5, features.Number("media.duration-seconds"));
        Assert.Equal(1, features.Number("media.has-audio"));
    }

    [Fact]
    public async Task The_kinds_written_are_the_kinds_declared()
    {
        var features = await Features(
            new MediaFacts { Modality = Modality.Video, Container = "mp4", Codec = "h264", Width = 2, Height = 2, Frames = 10 });

        Assert.All(new MediaStage().Columns, column => Assert.Equal(column.Kind, features[column.Name] switch
        {
            double => FeatureKind.Number,
            long => FeatureKind.Whole,
            bool => FeatureKind.Flag,
            _ => FeatureKind.Code,
        }));
    }

    private static async Task<FeatureRow> Features(MediaFacts media)
    {
        await using var stage = new MediaStage();
        using var sample = new Sample("a", 0) { Media = media };
        await stage.RunAsync([sample], CancellationToken.None);
        return sample.Features;
    }
}
