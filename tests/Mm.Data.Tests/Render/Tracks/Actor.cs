using Mm.Data.Pipeline;

namespace Mm.Data.Tests.Render.Tracks;

/// <summary>One scripted box: where it is at every frame, and where a poor detector sees it.</summary>
internal sealed class Actor
{
    private const double MissingShare = 0.3;
    private const int GapFramesMax = 15;

    private readonly Random _random;
    private readonly Box[] _boxes;

    public Actor(Random random, int step, Way way, int first, int end, Actor? crossed = null)
    {
        (_random, First, End, Way) = (random, first, end, way);
        _boxes = Script(way, crossed);
        Seen = See(step);
    }

    public int First { get; }

    public int End { get; }

    public Way Way { get; }

    public IReadOnlyList<Box> Seen { get; }

    /// <summary>What of the box lies in the picture; its score is that part's share.</summary>
    public Box At(int frame) => _boxes[frame - First];

    /// <summary>Speeds in box sides a second: up to 4; accelerations up to 10 sides a second squared.</summary>
    private Box[] Script(Way way, Actor? crossed)
    {
        var size = Math.Exp(Between(Math.Log(0.03), Math.Log(0.3)));
        var (x, y) = (Between(0.2, 0.8), Between(0.2, 0.8));
        var angle = Between(0, 2 * Math.PI);
        var speed = size * way switch
        {
            Way.Still => 0,
            Way.Speeding => Between(0, 1),
            Way.Wandering => Between(0, 0.5),
            _ => Between(0.3, 4),
        };
        var (vx, vy) = (speed * Math.Cos(angle), speed * Math.Sin(angle));
        var pull = size * (way is Way.Speeding ? Between(0.5, 5) : 0);
        var (sway, period) = (size * (way is Way.Swaying ? Between(0.2, 1) : 0), Between(2, 4));
        var zoom = way is Way.Nearing ? Between(-0.7, 0.7) : 0;
        var seconds = (double)(End - First) / ScriptedFilm.FramesPerSecond;
        if (way is Way.Entering)
            x = vx > 0 ? -size : 1 + size;
        if (way is Way.Leaving)
            (x, y) = (0.5 - (vx * seconds / 2), 0.5);
        if (crossed is not null)
        {
            // Meets the other in the middle of its time.
            var middle = crossed._boxes[crossed._boxes.Length / 2];
            (vx, vy) = (-vx, -vy);
            (x, y) = (middle.X + (middle.Width / 2) - (vx * seconds / 2), middle.Y + (middle.Height / 2) - (vy * seconds / 2));
        }

        var (wanderX, wanderY) = (Wander(way, size), Wander(way, size));
        return [.. Enumerable.Range(0, End - First).Select(i =>
        {
            var t = i / (double)ScriptedFilm.FramesPerSecond;
            var side = Math.Clamp(size * Math.Exp(zoom * (t - (seconds / 2))), 0.01, 0.6);
            var along = pull * t * t / 2;
            var cx = x + (vx * t) + (along * Math.Cos(angle)) + (sway * Math.Sin(2 * Math.PI * t / period)) + wanderX[i];
            var cy = y + (vy * t) + (along * Math.Sin(angle)) + (sway / 3 * Math.Cos(4 * Math.PI * t / period)) + wanderY[i];
            return Cut(cx - (side / 2), cy - (side * 0.65), side, side * 1.3);
        })];
    }

    /// <summary>A velocity that forgets itself within half a second.</summary>
    private double[] Wander(Way way, double size)
    {
        const double MemorySeconds = 0.5;
        var path = new double[End - First];
        var drift = 0.0;
        for (var i = 1; way is Way.Wandering && i < path.Length; i++)
        {
            drift += (-drift / MemorySeconds / ScriptedFilm.FramesPerSecond) + (size * 0.3 * Gauss());
            path[i] = path[i - 1] + (drift / ScriptedFilm.FramesPerSecond);
        }

        return path;
    }

    private List<Box> See(int step)
    {
        var looks = Enumerable.Range(First, End - First).Where(frame => frame % step == 0).ToArray();
        var missed = Missed(looks.Length, Math.Max(1, GapFramesMax / step));

        // A detector tells half a face, not a sliver.
        return [.. looks.Where((look, i) => !missed[i] && At(look).Score >= 0.5)
            .Select(look => Jittered(At(look), look / (float)ScriptedFilm.FramesPerSecond))];
    }

    private bool[] Missed(int looks, int runMax)
    {
        var missed = new bool[looks];
        while (missed.Count(m => m) < MissingShare * looks)
        {
            var length = _random.Next(1, runMax + 1);
            var at = _random.Next(-length + 1, looks);
            var (from, to) = (Math.Max(0, at), Math.Min(looks, at + length));
            var (before, after) = (from, to);
            while (before > 0 && missed[before - 1])
                before--;
            while (after < looks && missed[after])
                after++;
            if (after - before <= runMax)
                Array.Fill(missed, true, from, to - from);
        }

        return missed;
    }

    private Box Jittered(Box box, float time)
    {
        var (width, height) = (box.Width * Math.Exp(0.04 * Gauss()), box.Height * Math.Exp(0.04 * Gauss()));
        var x = box.X + (box.Width / 2) + (0.03 * box.Width * Gauss()) - (width / 2);
        var y = box.Y + (box.Height / 2) + (0.03 * box.Height * Gauss()) - (height / 2);
        return Cut(x, y, width, height) with { Score = 0.9f, TimeSeconds = time };
    }

    private static Box Cut(double x, double y, double width, double height)
    {
        var (left, top) = (Math.Clamp(x, 0, 1), Math.Clamp(y, 0, 1));
        var (right, bottom) = (Math.Clamp(x + width, 0, 1), Math.Clamp(y + height, 0, 1));
        var share = (right - left) * (bottom - top) / (width * height);
        return new Box((float)left, (float)top, (float)(right - left), (float)(bottom - top), (float)share);
    }

    private double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
