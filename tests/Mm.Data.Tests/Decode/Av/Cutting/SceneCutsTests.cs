using Mm.Data.Decoder.Av.Cutting;
using Xunit;

namespace Mm.Data.Tests.Decode.Av.Cutting;

public sealed class SceneCutsTests
{
    [Fact]
    public void A_change_of_scene_is_a_cut_and_a_flash_a_fade_and_fast_motion_are_none()
    {
        Assert.Equal([10], Cuts(frame => frame < 10 ? 60 : 160));
        Assert.Empty(Cuts(frame => frame == 10 ? 250 : 60));
        Assert.Empty(Cuts(frame => 20 + (frame * 10)));
        Assert.Empty(Cuts(frame => frame % 2 == 0 ? 60 : 160));
    }

    [Fact]
    public void Two_cuts_close_together_are_both_told() => Assert.Equal([8, 14], Cuts(frame => frame < 8 ? 40 : frame < 14 ? 200 : 90));

    private static IEnumerable<int> Cuts(Func<int, int> levels)
    {
        var cuts = new SceneCuts();
        for (var frame = 0; frame < 22; frame++)
        {
            var grey = new byte[SceneCuts.Side * SceneCuts.Side];
            Array.Fill(grey, (byte)levels(frame));
            cuts.Add(grey);
        }

        return cuts.Frames();
    }
}
