using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Decoder.Av.Cutting;

/// <summary>
/// Which stretches of a film become clips. Each lies within one scene, begins with a picture that is decoded by itself and ends where the
/// film can be cut, so that nothing is encoded anew and no picture of another scene is in it. What of a scene lies before its first such
/// picture is left out.
/// </summary>
internal static class CutPlan
{
    // Times are fractions of a tick of the stream; this is far below any tick.
    private const double Tolerance = 1e-6;

    /// <param name="packets">The film's pictures.</param>
    /// <param name="cuts">When scenes begin, but for the first; in order.</param>
    /// <param name="endSeconds">The end of the last picture, on the film's clock.</param>
    /// <param name="options">How long clips are.</param>
    public static IReadOnlyList<Stretch> Of(Packets packets, IReadOnlyList<double> cuts, double endSeconds, ClipOptions options)
    {
        var stretches = new List<Stretch>();
        var at = 0;
        foreach (var sceneEnd in cuts.Append(endSeconds))
        {
            // Scenes are cut into pieces until what is left of them is too short.
            while (Next(packets, at, sceneEnd, endSeconds, options) is { } stretch)
            {
                if (stretch.ToSeconds - stretch.FromSeconds + Tolerance >= options.SecondsMin)
                    stretches.Add(stretch);
                at = stretch.End;
            }

            while (at < packets.Count && packets.Begins(at) < sceneEnd - Tolerance)
                at++;
        }

        return stretches;
    }

    /// <summary>The next piece of a scene; null where it has none any more.</summary>
    private static Stretch? Next(Packets packets, int at, double sceneEnd, double filmEnd, ClipOptions options)
    {
        while (at < packets.Count && !packets.CanBegin(at))
            at++;
        if (at == packets.Count || packets.Begins(at) >= sceneEnd - Tolerance)
            return null;
        var from = packets.Begins(at);
        var isWhole = sceneEnd - from <= options.SecondsMax + Tolerance;
        var until = isWhole ? sceneEnd : from + options.SecondsMax;
        var (end, begins) = (-1, -1);
        for (var i = at + 1; i <= packets.Count && packets.LastBefore(i) < until - Tolerance; i++)
        {
            if (packets.CanEnd(i))
                end = i;
            if (packets.CanBegin(i))
                begins = i;
        }

        // A long scene is best cut where the next piece can begin at once.
        if (!isWhole && begins > 0)
            end = begins;
        return end < 0 ? null : new Stretch(at, end, from, Math.Min(packets.Begins(end), Math.Min(until, filmEnd)));
    }
}
