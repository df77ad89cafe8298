using Mm.Data.Reader.Files;
using Mm.Data.Reader.Order;

namespace Mm.Data.Reader;

/// <summary>The rows of one consumer, read ahead in the background. Enumerate it once, or resume from a token for another.</summary>
public sealed class RowSequence : IAsyncEnumerable<DataRow>
{
    private readonly EpochPlan _plan;
    private readonly PartReaders _files;
    private readonly PlaceToken _start;
    private readonly Consumer _consumer;
    private PlaceToken _done;

    internal RowSequence(EpochPlan plan, PartReaders files, PlaceToken start, Consumer consumer)
    {
        (_plan, _files, _start, _consumer) = (plan, files, start, consumer);
        _done = start;
    }

    /// <summary>Rows that this consumer has yet to get when enumeration begins.</summary>
    public long Count
    {
        get
        {
            var left = Math.Max(0, _plan.Rows - _start.Position);
            var (each, more) = Math.DivRem(left, _consumer.Count);
            return _start.Order.Tail switch
            {
                Tail.Drop => each,
                Tail.Repeat => each + (more > 0 ? 1 : 0),
                _ => each + (_consumer.Index < more ? 1 : 0),
            };
        }
    }

    /// <summary>Names the place behind the last row that was returned, or the start.</summary>
    public string Token => _done.ToString();

    public async IAsyncEnumerator<DataRow> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lanes = new Dictionary<int, LaneReader>();
        try
        {
            var count = Count;
            for (long step = 0; step < Math.Min(count, _start.Order.Lanes); step++)
                Lane(lanes, Place(step), stop.Token).Prepare(Place(step));
            for (long step = 0; step < count; step++)
            {
                var place = Place(step);
                var row = await Lane(lanes, place, stop.Token).ReadAsync(place);
                var next = _start with { Position = _start.Position + ((step + 1) * _consumer.Count) };
                _done = next;
                yield return new DataRow(
                    row.Columns,
                    row.Row,
                    new RowPlace(Position(step), row.Group.File.Path, row.Group.FirstRow + row.Row),
                    next.ToString);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(lanes.Values.Select(lane => lane.EndAsync()));
            await _files.DisposeAsync();
        }
    }

    private long Position(long step) => _start.Position + (step * _consumer.Count) + _consumer.Index;

    private LanePlace Place(long step) => _plan.Place(Position(step) % _plan.Rows);

    private LaneReader Lane(Dictionary<int, LaneReader> lanes, LanePlace place, CancellationToken stop)
    {
        if (!lanes.TryGetValue(place.Lane, out var lane))
            lanes.Add(place.Lane, lane = new LaneReader(_plan, _files, stop));
        return lane;
    }
}
