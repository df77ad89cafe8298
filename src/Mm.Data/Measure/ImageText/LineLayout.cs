using Mm.Data.Pipeline;

namespace Mm.Data.Measure.ImageText;

/// <summary>Which line is read after which: the next to the right in the same row, and the next below.</summary>
/// <param name="lines">Where the lines lie.</param>
/// <param name="aspect">Width of the picture by its height.</param>
internal sealed class LineLayout(IReadOnlyList<Quad> lines, double aspect)
{
    // In heights of the line that is looked from; chosen wide, because joining too much only fills too much.
    private const double GapMax = 6;
    private const double RowOffMax = 0.6;
    private const double BelowMin = 0.4;
    private const double BelowMax = 2.2;
    private const int RowMax = 8;

    /// <summary>Runs of lines that are read together: every row from each of its lines on, and up to three lines below another.</summary>
    public IEnumerable<int[]> Runs()
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var row = Follow(i, Right, RowMax);
            if (row.Length > 1)
                yield return row;
            var column = Follow(i, Below, 3);
            if (column.Length > 1)
                yield return column[..2];
            if (column.Length > 2)
                yield return column;
            if (row.Length > 1 && Below(row[0]) is { } next) // the end of a row goes on at the start of the next
                yield return [row[^1], next];
        }
    }

    private static int[] Follow(int from, Func<int, int?> next, int most)
    {
        var run = new List<int> { from };
        while (run.Count < most && next(run[^1]) is { } one && !run.Contains(one))
            run.Add(one);
        return [.. run];
    }

    private int? Right(int from)
    {
        var frame = new Frame(lines[from], aspect);
        return Nearest(from, other =>
        {
            var (along, across) = frame.Place(other.Start);
            var gap = along - frame.Length;
            return gap >= -0.5 && gap <= GapMax && Math.Abs(across) <= RowOffMax ? gap : null;
        });
    }

    private int? Below(int from)
    {
        var frame = new Frame(lines[from], aspect);
        return Nearest(from, other =>
        {
            var (start, down) = frame.Place(other.Start);
            var (end, _) = frame.Place(other.End);
            return down >= BelowMin && down <= BelowMax && start < frame.Length && end > 0 ? down : null;
        });
    }

    private int? Nearest(int from, Func<Frame, double?> distance)
    {
        var (best, nearest) = ((int?)null, double.PositiveInfinity);
        for (var i = 0; i < lines.Count; i++)
        {
            if (i != from && distance(new Frame(lines[i], aspect)) is { } far && far < nearest)
                (best, nearest) = (i, far);
        }

        return best;
    }

    /// <summary>A line's own axes, in its heights.</summary>
    private readonly struct Frame(Quad line, double aspect)
    {
        private readonly double _acrossX = (line.X3 - line.X0) * aspect;
        private readonly double _acrossY = line.Y3 - line.Y0;

        /// <summary>The middle of the edge where reading begins.</summary>
        public (double X, double Y) Start => ((line.X0 + line.X3) / 2 * aspect, (line.Y0 + line.Y3) / 2);

        public (double X, double Y) End => ((line.X1 + line.X2) / 2 * aspect, (line.Y1 + line.Y2) / 2);

        public double Length => Place(End).Along;

        public (double Along, double Across) Place((double X, double Y) point)
        {
            var height = Math.Max((_acrossX * _acrossX) + (_acrossY * _acrossY), 1e-12);
            var (x, y) = (point.X - Start.X, point.Y - Start.Y);
            return (((x * _acrossY) - (y * _acrossX)) / height, ((x * _acrossX) + (y * _acrossY)) / height);
        }
    }
}
