using System.Text;

namespace Mm.Data.Web.Read.Columns;

/// <summary>All ids of a release in memory, in order: about 40 bytes a sample, while an index is made.</summary>
internal sealed class SampleIds
{
    private readonly List<int> _ends = [];
    private byte[] _bytes = new byte[1 << 16];
    private string _last = "";

    public int Count => _ends.Count;

    /// <summary>False: the id is not greater than the last one.</summary>
    public bool TryAdd(string id)
    {
        if (_ends.Count > 0 && string.CompareOrdinal(_last, id) >= 0)
            return false;
        _last = id;
        var from = _ends.Count == 0 ? 0 : _ends[^1];
        var end = checked(from + Encoding.UTF8.GetByteCount(id));
        if (end > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(end, (int)Math.Min(Array.MaxLength, 2L * _bytes.Length)));
        Encoding.UTF8.GetBytes(id, _bytes.AsSpan(from));
        _ends.Add(end);
        return true;
    }

    /// <summary>Place of an id; negative: it is none of them.</summary>
    public int Find(string id)
    {
        ReadOnlySpan<byte> wanted = Encoding.UTF8.GetBytes(id);
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var from = middle == 0 ? 0 : _ends[middle - 1];
            var order = _bytes.AsSpan(from, _ends[middle] - from).SequenceCompareTo(wanted);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}
