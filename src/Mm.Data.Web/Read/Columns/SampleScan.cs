using System.Buffers;
using System.Text;

namespace Mm.Data.Web.Read.Columns;

/// <summary>Looks through the columns of an index, a block of samples at a time, for those that a filter takes.</summary>
internal sealed class SampleScan
{
    public const int BlockRows = 1 << 14;

    private const int TextBytesMax = 4 << 20;

    private readonly ReleaseIndex _index;
    private readonly SampleFilter _filter;
    private readonly bool[] _verdicts;
    private readonly bool[]? _parts;
    private readonly int _source;
    private readonly int _number;
    private readonly byte[] _needle;
    private readonly ulong[]? _stretches;

    public SampleScan(ReleaseIndex index, SampleFilter filter)
    {
        (_index, _filter) = (index, filter);
        _verdicts =
        [
            .. index.Facts.Verdicts.Select(kind => (filter.Outcome is null || kind.Outcome == filter.Outcome)
                && (string.IsNullOrEmpty(filter.Reason) || kind.Reason == filter.Reason)),
        ];
        _parts = string.IsNullOrEmpty(filter.Split) ? null : [.. index.Facts.Parts.Select(part => part.Split == filter.Split)];
        _source = string.IsNullOrEmpty(filter.Source) ? -1 : index.Facts.Sources.ToList().IndexOf(filter.Source);
        _number = index.NumberOf(filter.Feature);
        _needle = Encoding.UTF8.GetBytes((filter.Text ?? "").Trim().ReplaceLineEndings(" ").ToLowerInvariant());
        _stretches = index.Grams.Candidates(_needle);
        CanMatch = _verdicts.Any(wanted => wanted)
            && (_source >= 0 || string.IsNullOrEmpty(filter.Source))
            && (_parts is null || _parts.Any(wanted => wanted));
    }

    /// <summary>False: the filter names what the release does not know, so nothing is found.</summary>
    public bool CanMatch { get; }

    private bool AsksForRow => _parts is not null || _source >= 0 || _filter.Modality is not null;

    private bool AsksForNumber => _number >= 0 && (_filter.Min is not null || _filter.Max is not null);

    /// <summary>Up to <paramref name="most"/> samples at or behind a place among which some may match; none: no count.</summary>
    public (long From, int Count) Next(long from, int most)
    {
        var end = _index.Facts.Samples;
        if (_stretches is null)
            return (from, (int)Math.Min(most, end - from));
        while (from < end && !MayHold(from))
            from = ((from / GramIndex.StretchRows) + 1) * GramIndex.StretchRows;
        var to = from;
        while (to < end && to - from < most && MayHold(to))
            to = Math.Min(end, ((to / GramIndex.StretchRows) + 1) * GramIndex.StretchRows);
        return (from, (int)Math.Min(most, to - from));
    }

    /// <summary>The same before a place.</summary>
    public (long From, int Count) Before(long to, int most)
    {
        if (_stretches is null)
            return (Math.Max(0, to - most), (int)Math.Min(most, to));
        while (to > 0 && !MayHold(to - 1))
            to = (to - 1) / GramIndex.StretchRows * GramIndex.StretchRows;
        var from = to;
        while (from > 0 && to - from < most && MayHold(from - 1))
            from = (from - 1) / GramIndex.StretchRows * GramIndex.StretchRows;
        from = Math.Max(from, to - most);
        return (from, (int)(to - from));
    }

    /// <summary>Adds the places that match among the <paramref name="count"/> from <paramref name="from"/> on, in order.</summary>
    public void Find(long from, int count, List<long> found)
    {
        var wanted = ArrayPool<bool>.Shared.Rent(count);
        try
        {
            var block = wanted.AsSpan(0, count);
            if (MarkVerdicts(from, block) && (!AsksForNumber || MarkNumbers(from, block)) && (!AsksForRow || MarkRows(from, block))
                && (_needle.Length == 0 || MarkTexts(from, block)))
            {
                for (var i = 0; i < count; i++)
                {
                    if (block[i])
                        found.Add(from + i);
                }
            }
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(wanted);
        }
    }

    private bool MayHold(long place)
    {
        var stretch = place / GramIndex.StretchRows;
        return (_stretches![stretch / 64] >> (int)(stretch % 64) & 1) != 0;
    }

    private bool MarkVerdicts(long from, Span<bool> wanted)
    {
        var verdicts = ArrayPool<ushort>.Shared.Rent(wanted.Length);
        _index.Verdicts.Read(from, verdicts.AsSpan(0, wanted.Length));
        var any = false;
        for (var i = 0; i < wanted.Length; i++)
            any |= wanted[i] = _verdicts[verdicts[i]];
        ArrayPool<ushort>.Shared.Return(verdicts);
        return any;
    }

    private bool MarkNumbers(long from, Span<bool> wanted)
    {
        var numbers = ArrayPool<double>.Shared.Rent(wanted.Length);
        _index.Number(_number).Read(from, numbers.AsSpan(0, wanted.Length));
        var (min, max) = (_filter.Min ?? double.NegativeInfinity, _filter.Max ?? double.PositiveInfinity);
        var any = false;
        for (var i = 0; i < wanted.Length; i++)
            any |= wanted[i] &= numbers[i] >= min && numbers[i] <= max;
        ArrayPool<double>.Shared.Return(numbers);
        return any;
    }

    private bool MarkRows(long from, Span<bool> wanted)
    {
        var rows = ArrayPool<RowOf>.Shared.Rent(wanted.Length);
        _index.Places.Read(from, rows.AsSpan(0, wanted.Length));
        var any = false;
        for (var i = 0; i < wanted.Length; i++)
        {
            var row = rows[i];
            any |= wanted[i] &= row.Part >= 0 && (_parts is null || _parts[row.Part]) && (_source < 0 || row.Source == _source)
                && (_filter.Modality is not { } modality || row.Modality == (short)modality);
        }

        ArrayPool<RowOf>.Shared.Return(rows);
        return any;
    }

    private bool MarkTexts(long from, Span<bool> wanted)
    {
        var places = new long[wanted.Length + 1];
        _index.Finds.Places.Read(from, places);
        var length = places[^1] - places[0];
        if (length > TextBytesMax && wanted.Length > 1)
        {
            var half = wanted.Length / 2;
            return MarkTexts(from, wanted[..half]) | MarkTexts(from + half, wanted[half..]);
        }

        var bytes = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            _index.Finds.ReadBytes(places[0], bytes.AsSpan(0, (int)length));
            return MarkTexts(bytes.AsSpan(0, (int)length), places, wanted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // The whole block is searched as one text, since most captions do not match; no needle holds the line feed between them.
    private bool MarkTexts(ReadOnlySpan<byte> texts, long[] places, Span<bool> wanted)
    {
        var (any, next) = (false, 0);
        for (long at = 0; texts[(int)at..].IndexOf(_needle) is var hit and >= 0;)
        {
            var sample = Array.BinarySearch(places, next, places.Length - next, places[0] + at + hit);
            sample = sample >= 0 ? sample : ~sample - 1;
            wanted[next..sample].Clear();
            any |= wanted[sample];
            next = sample + 1;
            at = places[next] - places[0];
        }

        wanted[next..].Clear();
        return any;
    }
}
