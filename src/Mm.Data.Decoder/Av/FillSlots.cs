using System.Globalization;
using System.Text;

namespace Mm.Data.Decoder.Av;

/// <summary>A rectangle in whole pixels, from one time to another on the graph's clock.</summary>
internal readonly record struct TimedFill(int X, int Y, int Width, int Height, double From, double To);

/// <summary>
/// Rectangles that come and go, drawn by as few filters as there are at one time at most: each filter is a slot that sendcmd moves from
/// one rectangle to the next before the frame goes through. A filter a rectangle costs every frame a visit to all of them (measured:
/// 3,000 in a film of 200 frames take four times as long).
/// </summary>
internal sealed class FillSlots(string prefix, string colour)
{
    // Where a slot waits: so far above the picture that nothing of it reaches in.
    private const int AbovePixels = -1_000_000;

    // For every word of a command this ffmpeg (5.1) takes as much memory as the rest of the file has: one file of 1,400 moves took more
    // than a gigabyte, and the film failed. Files of so many lines keep it at some 30 KB a line.
    private const int LinesOfAFile = 48;

    private const double MicrosecondsPerSecond = 1e6;

    // sendcmd's clock ticks in microseconds: a slot is left before it is taken again.
    private const double RestSeconds = 3e-6;

    /// <summary>
    /// Adds the filters to <paramref name="graph"/>, behind a comma. What begins at or before 0 is there from the first frame on.
    /// <paramref name="commands"/> begins the paths of the files that are written for sendcmd.
    /// </summary>
    public void Append(StringBuilder graph, IEnumerable<TimedFill> fills, string commands)
    {
        var slots = new List<(double FreeFrom, TimedFill First)>();
        var moves = new List<(long Microseconds, int Order, string Command)>();
        foreach (var fill in fills.OrderBy(fill => (fill.From, fill.To, fill.Y, fill.X, fill.Height, fill.Width)))
        {
            var slot = slots.FindIndex(slot => slot.FreeFrom + RestSeconds < fill.From);
            var isFirst = slot < 0;
            if (isFirst)
            {
                slot = slots.Count;
                slots.Add((fill.To, fill));
            }
            else
            {
                slots[slot] = (fill.To, slots[slot].First);
            }

            if (fill.From > 0)
                moves.Add((Floor(fill.From), moves.Count, Move(slot, fill)));
            moves.Add((Floor(fill.To) + 1, moves.Count, Leave(slot)));
        }

        if (slots.Count == 0)
            return;
        foreach (var (part, lines) in moves.Order().Chunk(LinesOfAFile).Index())
        {
            File.WriteAllLines($"{commands}-{part}", lines.Select(move => $"{Seconds(move.Microseconds)} {move.Command};"));
            graph.Append(CultureInfo.InvariantCulture, $",sendcmd=f='{commands}-{part}'");
        }

        for (var slot = 0; slot < slots.Count; slot++)
        {
            var first = slots[slot].First;
            var (x, y, w, h) = first.From > 0 ? (0, AbovePixels, 1, 1) : (first.X, first.Y, first.Width, first.Height);
            graph.Append(CultureInfo.InvariantCulture, $",drawbox@{prefix}{slot}=x={x}:y={y}:w={w}:h={h}:c={colour}:t=fill");
        }
    }

    private string Move(int slot, TimedFill to) => string.Create(
        CultureInfo.InvariantCulture,
        $"drawbox@{prefix}{slot} x {to.X}, drawbox@{prefix}{slot} y {to.Y}, drawbox@{prefix}{slot} w {to.Width}, "
        + $"drawbox@{prefix}{slot} h {to.Height}");

    private string Leave(int slot) => string.Create(CultureInfo.InvariantCulture, $"drawbox@{prefix}{slot} y {AbovePixels}");

    private static long Floor(double seconds) => (long)Math.Floor(seconds * MicrosecondsPerSecond);

    private static string Seconds(long microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000_000}.{microseconds % 1_000_000:D6}");
}
