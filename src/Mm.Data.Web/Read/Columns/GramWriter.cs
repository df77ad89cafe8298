namespace Mm.Data.Web.Read.Columns;

/// <summary>
/// Writes a <see cref="GramIndex"/> from captions in the order of their samples. Holds 64 MiB of slots, and about a byte for each gram of
/// each stretch, until it is written.
/// </summary>
internal sealed class GramWriter
{
    private const int GramsMax = 1 << (8 * GramIndex.GramBytes);

    private readonly int[] _slots = new int[GramsMax];
    private readonly List<Posting> _postings = [];

    /// <summary>Takes the searched form of the caption of the sample at <paramref name="place"/>.</summary>
    public void Add(long place, ReadOnlySpan<byte> text)
    {
        var stretch = (int)(place / GramIndex.StretchRows);
        for (var at = 0; at + GramIndex.GramBytes <= text.Length; at++)
        {
            ref var slot = ref _slots[GramIndex.GramAt(text, at)];
            if (slot == 0)
            {
                _postings.Add(new Posting());
                slot = _postings.Count;
            }

            _postings[slot - 1].Add(stretch);
        }
    }

    /// <summary>Writes the two files; nothing can be added behind that.</summary>
    public void Write(string folder)
    {
        using var places = new ColumnWriter(Path.Combine(folder, IndexNames.Grams));
        using var stretches = new ColumnWriter(Path.Combine(folder, IndexNames.Stretches));
        for (var gram = 0; gram < GramsMax; gram++)
        {
            if (_slots[gram] is not (> 0 and var slot))
                continue;
            var posting = _postings[slot - 1];
            places.Write([new GramPlace(gram, posting.Bytes.Length, stretches.Position)]);
            stretches.Write(posting.Bytes);
        }
    }

    /// <summary>Stretches in rising order, each as its distance to the one before in groups of seven bits.</summary>
    private sealed class Posting
    {
        private byte[] _bytes = new byte[8];
        private int _length;
        private int _last = -1;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public void Add(int stretch)
        {
            if (stretch == _last)
                return;
            if (_length + 5 > _bytes.Length)
                Array.Resize(ref _bytes, 2 * _bytes.Length);
            var distance = (uint)(stretch - _last);
            for (; distance > 127; distance >>= 7)
                _bytes[_length++] = (byte)(distance | 128);
            _bytes[_length++] = (byte)distance;
            _last = stretch;
        }
    }
}
