using Mm.Data.Pipeline;

namespace Mm.Data.Tests.Render.Tracks;

/// <summary>
/// A film of boxes that move by a script, one or two at a time, one in four with a cut; and what a poor detector sees of it when it looks at
/// every n-th frame: three in ten looks are missed, up to fifteen frames in a row, and the boxes jitter.
/// </summary>
internal sealed class ScriptedFilm
{
    public const int FramesPerSecond = 25;

    public ScriptedFilm(int seed, int step)
    {
        var random = new Random(seed);
        var ways = Enum.GetValues<Way>();
        Frames = random.Next(3 * FramesPerSecond, 8 * FramesPerSecond);
        var cut = random.Next(4) == 0 ? (Frames / 2 / step * step) + random.Next(step) : 0;
        var one = new Actor(random, step, ways[seed % ways.Length], 0, cut == 0 ? Frames : cut);
        Actors.Add(one);
        if (random.Next(3) == 0)
            Actors.Add(new Actor(random, step, ways[random.Next(ways.Length)], one.First, one.End, one));
        if (cut > 0)
            Actors.Add(new Actor(random, step, ways[random.Next(ways.Length)], cut, Frames));
        Looks = [.. Enumerable.Range(0, (Frames + step - 1) / step).Select(i => i * step / (float)FramesPerSecond)];
        Cuts = cut == 0 ? [] : [.. Looks.Where(look => look * FramesPerSecond >= cut - 0.01).Take(1)];
        Found = [.. Actors.SelectMany(actor => actor.Seen)];
    }

    public int Frames { get; }

    public List<Actor> Actors { get; } = [];

    public float[] Looks { get; }

    public float[] Cuts { get; }

    public Box[] Found { get; }
}
