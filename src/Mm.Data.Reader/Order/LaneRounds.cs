namespace Mm.Data.Reader.Order;

/// <summary>A row's place in the epoch's strands: which one, and the how-manieth of it from 0.</summary>
internal readonly record struct LanePlace(int Lane, long Row);

/// <summary>
/// Rows are taken from the strands in turn; a strand that has ended is passed over. Finds the strand of any position without walking there.
/// </summary>
internal sealed class LaneRounds
{
    private readonly List<Stretch> _stretches = [];

    /// <param name="rows">Rows of each strand.</param>
    public LaneRounds(IReadOnlyList<long> rows)
    {
        Total = rows.Sum();
        long position = 0;
        long round = 0;
        foreach (var end in rows.Where(count => count > 0).Distinct().Order())
        {
            var running = Enumerable.Range(0, rows.Count).Where(lane => rows[lane] >= end).ToArray();
            _stretches.Add(new Stretch(position, round, running));
            position += (end - round) * running.Length;
            round = end;
        }
    }

    public long Total { get; }

    /// <param name="position">0 to <see cref="Total"/> less 1.</param>
    public LanePlace this[long position]
    {
        get
        {
            var at = _stretches.Count - 1;
            while (_stretches[at].Position > position)
                at--;
            var (start, round, lanes) = _stretches[at];
            var (rounds, lane) = Math.DivRem(position - start, lanes.Length);
            return new LanePlace(lanes[lane], round + rounds);
        }
    }

    /// <summary>From this position and round on, these strands still have rows.</summary>
    private sealed record Stretch(long Position, long Round, int[] Lanes);
}
