using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render.Tracks;
using Xunit;

namespace Mm.Data.Tests.Render.Tracks;

/// <summary>The promise on films: five hundred scripted tracks with three in ten detections missing, up to fifteen frames in a row.</summary>
public sealed class ScriptedTracksTests
{
    private const int TracksWanted = 500;
    private const double Grow = 1.3;

    [Theory]
    [InlineData(1)] // every frame
    [InlineData(5)] // the recipe's five looks a second
    public void At_most_one_track_in_a_hundred_shows_more_than_a_twentieth_of_its_box(int step)
    {
        var (tracks, open, filled, truth, regions, seconds) = (0, 0, 0.0, 0.0, 0, 0.0);
        for (var seed = 0; tracks < TracksWanted; seed++)
        {
            var film = new ScriptedFilm(seed, step);
            var fill = Fill(film, step);
            foreach (var actor in film.Actors.Where(actor => actor.Seen.Count > 0))
            {
                tracks++;
                open += WorstShown(actor, fill) > 0.05 ? 1 : 0;
            }

            (regions, seconds) = (regions + fill.Count, seconds + (film.Frames / (double)ScriptedFilm.FramesPerSecond));
            for (var frame = 0; frame < film.Frames; frame += 5)
            {
                filled += Area(At(fill, frame).Select(r => new Box(r.X, r.Y, r.Width, r.Height, 1)));
                truth += Area(film.Actors.Where(actor => actor.First <= frame && frame < actor.End).Select(actor => actor.At(frame)));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"step {step}: {open} of {tracks} tracks show more than 5 %, {filled / truth:0.00} times their area is filled, "
            + $"{regions / seconds:0.0} regions a second");
        Assert.True(open <= 0.01 * tracks, $"{open} of {tracks} tracks show more than a twentieth of their box");
        Assert.True(filled < 6 * truth, $"{filled / truth:0.0} times the area of the tracks is filled");
    }

    [Fact]
    public void The_script_is_as_hard_as_it_says()
    {
        var missing = new List<double>();
        var longest = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var actor = new ScriptedFilm(seed, 1).Actors[0];
            var whole = Enumerable.Range(actor.First, actor.End - actor.First).Where(frame => actor.At(frame).Score >= 0.5).ToArray();
            var seen = actor.Seen.Select(box => (int)Math.Round(box.TimeSeconds * ScriptedFilm.FramesPerSecond)).ToHashSet();
            if (whole.Length < actor.End - actor.First)
                continue;
            missing.Add(1 - ((double)seen.Count / whole.Length));
            var run = 0;
            foreach (var frame in whole)
                longest = Math.Max(longest, run = seen.Contains(frame) ? 0 : run + 1);
        }

        Assert.True(missing.Min() >= 0.3);
        Assert.Equal(15, longest);
    }

    private static IReadOnlyList<FillRegion> Fill(ScriptedFilm film, int step)
    {
        var settings = new TrackSettings(step / (double)ScriptedFilm.FramesPerSecond, 0.6);
        var tracks = new Tracker(settings, film.Cuts).Join(film.Found);
        return new TrackFill(settings, film.Looks, film.Cuts).Regions("face", tracks, Grow);
    }

    /// <summary>Largest share of the box that is not filled in any frame in which at least half of it is in the picture.</summary>
    private static double WorstShown(Actor actor, IReadOnlyList<FillRegion> fill)
    {
        const int Steps = 24;
        var worst = 0.0;
        for (var frame = actor.First; frame < actor.End; frame++)
        {
            var box = actor.At(frame);
            if (box.Score < 0.5)
                continue;
            var now = At(fill, frame);
            var shown = 0;
            for (var i = 0; i < Steps * Steps; i++)
            {
                var x = box.X + (box.Width * ((i % Steps) + 0.5) / Steps);
                var y = box.Y + (box.Height * ((i / Steps) + 0.5) / Steps);
                if (!Array.Exists(now, r => x >= r.X && x <= r.X + r.Width && y >= r.Y && y <= r.Y + r.Height))
                    shown++;
            }

            worst = Math.Max(worst, shown / (double)(Steps * Steps));
        }

        return worst;
    }

    private static FillRegion[] At(IReadOnlyList<FillRegion> fill, int frame)
    {
        var time = frame / (double)ScriptedFilm.FramesPerSecond;
        return [.. fill.Where(region => region.FromSeconds - 0.002 <= time && time <= region.ToSeconds + 0.002)]; // the decoder's slack
    }

    private static double Area(IEnumerable<Box> boxes)
    {
        const int Side = 128;
        var inside = new bool[Side * Side];
        foreach (var box in boxes)
        {
            for (var y = (int)(box.Y * Side); y < Math.Min(Side, (box.Y + box.Height) * Side); y++)
            {
                for (var x = (int)(box.X * Side); x < Math.Min(Side, (box.X + box.Width) * Side); x++)
                    inside[(y * Side) + x] = true;
            }
        }

        return inside.Count(i => i) / (double)(Side * Side);
    }
}
