using Mm.Data.Render.Tracks;
using Xunit;

namespace Mm.Data.Tests.Render.Tracks;

public sealed class CutDetectorTests
{
    [Fact]
    public void Another_scene_is_a_cut_and_the_first_frame_is_none()
    {
        var cuts = new CutDetector();
        Assert.False(cuts.IsCut(Ramp(0)));
        Assert.True(cuts.IsCut(Ramp(110)));
        Assert.False(cuts.IsCut(Ramp(110)));
    }

    [Fact]
    public void What_moves_or_brightens_a_little_is_none()
    {
        var cuts = new CutDetector();
        cuts.IsCut(Ramp(0));
        Assert.False(cuts.IsCut(Ramp(8)));
        Assert.False(cuts.IsCut([.. Ramp(8).Skip(96), .. Ramp(8).Take(96)])); // a pan by three rows
    }

    private static byte[] Ramp(int from) => [.. Enumerable.Range(0, CutDetector.View.Bytes).Select(i => (byte)(from + (i % 32 * 4)))];
}
