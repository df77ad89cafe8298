using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Xunit;

namespace Mm.Data.Tests.Render;

public sealed class FillPlanTests
{
    private static readonly FillRule Rule = new() { Feature = "faces.boxes", Kind = "face", Grow = 1.5 };

    [Fact]
    public void A_still_is_filled_where_its_boxes_are_grown_about_their_centres()
    {
        var region = Assert.Single(FillPlan.For(Rule, [new Box(0.4f, 0.4f, 0.2f, 0.1f, 0.9f)], [0]));
        Assert.Equal(0.35, region.X, 3);
        Assert.Equal(0.375, region.Y, 3);
        Assert.Equal(0.3, region.Width, 3);
        Assert.Equal(0.15, region.Height, 3);
        Assert.Equal(double.MaxValue, region.ToSeconds);
    }

    [Fact]
    public void A_grown_box_stays_inside_the_picture()
    {
        var region = Assert.Single(FillPlan.For(Rule, [new Box(0.9f, 0, 0.2f, 0.5f, 0.9f)], [0]));
        Assert.True(region.X + region.Width <= 1.0001);
        Assert.Equal(0, region.Y);
    }

    [Fact]
    public void In_a_video_a_box_holds_from_the_frame_before_to_the_frame_after()
    {
        var region = Assert.Single(FillPlan.For(Rule, [new Box(0.1f, 0.1f, 0.1f, 0.1f, 0.9f, 1f)], [0, 1, 2]));
        Assert.Equal((0.0, 2.0), (region.FromSeconds, region.ToSeconds));
    }

    [Fact]
    public void The_last_frame_holds_to_the_end()
    {
        var region = Assert.Single(FillPlan.For(Rule, [new Box(0.1f, 0.1f, 0.1f, 0.1f, 0.9f, 2f)], [0, 1, 2]));
        Assert.Equal((1.0, double.MaxValue), (region.FromSeconds, region.ToSeconds));
    }

    [Fact]
    public void A_face_that_moves_is_covered_all_the_way_between_two_sampled_frames()
    {
        Box[] boxes = [new(0.1f, 0.1f, 0.1f, 0.1f, 0.9f, 0f), new(0.3f, 0.1f, 0.1f, 0.1f, 0.9f, 1f)];
        var regions = FillPlan.For(Rule, boxes, [0, 1]);
        foreach (var (x, time) in new[] { (0.1, 0.0), (0.15, 0.25), (0.2, 0.5), (0.25, 0.75), (0.3, 1.0) })
        {
            Assert.Contains(regions, r => r.FromSeconds <= time && time <= r.ToSeconds
                && r.X <= x && x + 0.1 <= r.X + r.Width + 1e-6 && r.Y <= 0.1 && 0.2 <= r.Y + r.Height + 1e-6);
        }
    }

    [Fact]
    public void A_face_that_moves_is_covered_behind_the_last_sampled_frame_as_it_goes_on()
    {
        Box[] boxes = [new(0.1f, 0.1f, 0.1f, 0.1f, 0.9f, 0f), new(0.3f, 0.1f, 0.1f, 0.1f, 0.9f, 1f)];
        var regions = FillPlan.For(Rule, boxes, [0, 1]);
        foreach (var (x, time) in new[] { (0.35, 1.25), (0.4, 1.5), (0.499, 1.99) })
        {
            Assert.Contains(regions, r => r.FromSeconds <= time && time <= r.ToSeconds
                && r.X <= x && x + 0.1 <= r.X + r.Width + 1e-6 && r.Y <= 0.1 && 0.2 <= r.Y + r.Height + 1e-6);
        }
    }

    [Theory]
    [InlineData(0.5f, 0.5f, true)] // wholly inside
    [InlineData(0.55f, 0.5f, true)] // three quarters inside
    [InlineData(0.65f, 0.5f, false)] // a quarter inside
    public void A_box_found_again_counts_as_filled_by_the_share_of_it_that_is(float x, float y, bool filled)
    {
        FillRegion[] regions = [new("text", 0.4f, 0.4f, 0.3f, 0.3f)];
        Assert.Equal(filled, FillPlan.IsFilled(new Box(x, y, 0.2f, 0.1f, 0.9f), regions, 0.7));
    }

    [Fact]
    public void A_share_of_one_takes_nothing_for_filled() =>
        Assert.False(FillPlan.IsFilled(new Box(0.5f, 0.5f, 0.1f, 0.1f, 0.9f), [new("face", 0, 0, 1, 1)], 1));

    [Fact]
    public void A_region_of_another_time_fills_nothing_now() =>
        Assert.False(FillPlan.IsFilled(new Box(0.5f, 0.5f, 0.1f, 0.1f, 0.9f, 3), [new("text", 0, 0, 1, 1, 0, 1)], 0.7));
}
