using System.Text;

namespace Mm.Data.Web.Read.Columns;

/// <summary>All ids of a release in memory, in order: about 40 bytes a sample, while an index is made.</summary>
internal sealed class SampleIds
{
    private readonly MemoryStream _bytes = new();
    private readonly List<int> _ends = [];
    private string _last = "";

    public int Count => _ends.Count;

    /// <summary>False: the id is not greater than the last one.</summary>
    public bool TryAdd(string id)
    {
        if (_ends.Count > 0 && string.CompareOrdinal(_last, id) >= 0)
            return false;
        _last = id;
        _bytes.Write(Encoding.UTF8.GetBytes(id));
        _ends.Add(checked((int)_bytes.Length));
        return true;
    }

    /// <summary>Place of an id; negative: it is none of them.</summary>
    public int Find(string id)
    {
        ReadOnlySpan<byte> wanted = Encoding.UTF8.GetBytes(id);
        var all = _bytes.GetBuffer();
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var from = middle == 0 ? 0 : _ends[middle - 1];
            var order = all.AsSpan(from, _ends[middle] - from).SequenceCompareTo(wanted);
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
