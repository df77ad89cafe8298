using CsCheck;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render.Tracks;
using Xunit;

namespace Mm.Data.Tests.Render.Tracks;

public sealed class TrackerTests
{
    private static readonly TrackSettings Settings = new(0.2, 0.6);

    private static readonly Gen<Box> AnyBox = Gen.Select(
        Gen.Float[0, 0.9f], Gen.Float[0, 0.9f], Gen.Float[0.01f, 0.4f], Gen.Float[0.01f, 0.4f], Gen.Int[0, 20],
        (x, y, width, height, look) => new Box(x, y, width, height, 0.9f, look * 0.2f));

    [Fact]
    public void A_face_that_is_missed_for_a_while_stays_one_track()
    {
        Box[] boxes = [At(0.1f, 0), At(0.12f, 0.2f), At(0.2f, 1), At(0.22f, 1.2f)];
        Assert.Equal(boxes, Assert.Single(new Tracker(Settings, []).Join(boxes)).Boxes);
    }

    [Fact]
    public void What_was_not_seen_for_longer_begins_anew() =>
        Assert.Equal(2, new Tracker(Settings, []).Join([At(0.1f, 0), At(0.1f, 1)]).Count);

    [Fact]
    public void No_track_goes_across_a_cut()
    {
        var tracks = new Tracker(Settings, [0.4f]).Join([At(0.1f, 0), At(0.1f, 0.2f), At(0.1f, 0.4f), At(0.1f, 0.6f)]);
        Assert.Equal([0.2f, 0.6f], tracks.Select(track => track.Boxes[^1].TimeSeconds));
    }

    [Fact]
    public void Faces_far_apart_are_not_joined() =>
        Assert.Equal(2, new Tracker(Settings, []).Join([At(0.1f, 0), At(0.8f, 0.2f)]).Count);

    [Fact]
    public void Every_box_is_in_a_track_and_every_track_is_in_order() => AnyBox.Array[0, 30].Sample(boxes =>
    {
        var tracks = new Tracker(Settings, [1.2f]).Join(boxes);
        Assert.Equal(boxes.ToHashSet(), tracks.SelectMany(track => track.Boxes).ToHashSet());
        Assert.All(tracks, track => Assert.All(track.Boxes.Zip(track.Boxes.Skip(1)), pair =>
            Assert.True(pair.First.TimeSeconds < pair.Second.TimeSeconds && !(pair.First.TimeSeconds < 1.2f && pair.Second.TimeSeconds >= 1.2f))));
    });

    [Fact]
    public void The_same_boxes_in_another_order_of_frames_give_the_same_tracks() => AnyBox.Array[0, 20].Sample(boxes =>
    {
        var byTime = boxes.OrderBy(box => box.TimeSeconds).ToArray();
        var backward = byTime.GroupBy(box => box.TimeSeconds).Reverse().SelectMany(frame => frame).ToArray();
        var tracks = new Tracker(Settings, []).Join(byTime);
        var others = new Tracker(Settings, []).Join(backward);
        Assert.Equal(tracks.Select(track => track.Boxes.ToArray()), others.Select(track => track.Boxes.ToArray()));
    });

    /// <summary>Whatever was joined to what: every sighting is covered at its moment, and at moments near it.</summary>
    [Fact]
    public void Every_sighting_is_covered_when_it_was_seen_and_up_to_the_next_look() => AnyBox.Array[1, 20].Sample(boxes =>
    {
        float[] looks = [.. Enumerable.Range(0, 21).Select(i => i * 0.2f)];
        var fill = new TrackFill(Settings, looks, []).Regions("face", new Tracker(Settings, []).Join(boxes), 1.3);
        foreach (var box in boxes)
            Assert.Contains(fill, region => Covers(region, box, box.TimeSeconds));
    });

    [Fact]
    public void Regions_lie_in_the_picture_and_in_time() => AnyBox.Array[0, 20].Sample(boxes =>
    {
        float[] looks = [.. Enumerable.Range(0, 21).Select(i => i * 0.2f)];
        var fill = new TrackFill(Settings, looks, [1]).Regions("face", new Tracker(Settings, [1]).Join(boxes), 1.3);
        Assert.All(fill, region => Assert.True(
            region is { X: >= 0, Y: >= 0, FromSeconds: >= 0 }
            && region.X + region.Width <= 1.0001 && region.Y + region.Height <= 1.0001 && region.FromSeconds <= region.ToSeconds));
    });

    [Fact]
    public void A_face_is_filled_before_and_after_it_was_seen_but_not_in_another_scene()
    {
        float[] looks = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 1.2f, 1.4f, 1.6f, 1.8f, 2];
        var fill = new TrackFill(Settings, looks, [1.4f]).Regions("face", [new Track([At(0.4f, 1)])], 1.3);

        Assert.Equal(0.18, fill.Min(region => region.FromSeconds), 2); // 0.6 s missed, a step, and the slack
        Assert.Equal(1.4, fill.Max(region => region.ToSeconds), 2); // up to the look that saw the new scene

        fill = new TrackFill(Settings, looks, [0.6f]).Regions("face", [new Track([At(0.4f, 1)])], 1.3);
        Assert.Equal(0.4, fill.Min(region => region.FromSeconds), 2); // from the last look that saw the old one
    }

    private static Box At(float x, float time) => new(x, 0.4f, 0.1f, 0.1f, 0.9f, time);

    private static bool Covers(FillRegion region, Box box, double time) =>
        region.FromSeconds - 1e-6 <= time && time <= region.ToSeconds + 1e-6
        && region.X <= box.X + 1e-5 && region.Y <= box.Y + 1e-5
        && Math.Min(1, box.X + box.Width) <= region.X + region.Width + 1e-5
        && Math.Min(1, box.Y + box.Height) <= region.Y + region.Height + 1e-5;
}
