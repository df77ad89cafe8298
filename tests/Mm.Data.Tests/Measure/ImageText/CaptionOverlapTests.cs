using Mm.Data.Measure.ImageText;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

public sealed class CaptionOverlapTests
{
    [Theory]
    [InlineData("Summer sale, 50 percent off!", 1)]
    [InlineData("A dog on a beach", 0)]
    [InlineData("Grand opening on Monday", 0.5)] // opening, monday
    [InlineData("off", 1)] // short words as they stand
    [InlineData("mon cent", 0.5)] // within a line from four characters on
    public void The_share_is_of_the_caption_s_words_that_are_read_even_where_the_reader_runs_words_together(string caption, double share)
    {
        var features = new FeatureRow();

        CaptionOverlap.Write(caption, [["summersale", "50", "percent", "off"], ["opening", "monday"]], features);

        Assert.Equal(share, features.Number("image-text.caption-overlap"));
        Assert.Equal(6.0, features.Number("image-text.words"));
    }

    [Fact]
    public void Without_a_caption_there_is_no_share()
    {
        var features = new FeatureRow();

        CaptionOverlap.Write(" ", [], features);

        Assert.False(features.Has("image-text.caption-overlap"));
        Assert.Equal(0.0, features.Number("image-text.words"));
    }
}
