using System.Numerics;

namespace Mm.Data.Select;

/// <summary>
/// Tells captions that are nearly the same by their signatures (<c>caption-hashes.signature</c>: 256 places of four bits). Candidates agree
/// in all places of one of several bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3); what counts is the share
/// of all places. Bands are as wide as can be while 99 of 100 pairs at the bound agree in one, and each caption is compared with at most
/// 64 others a band: the cost grows with the number of captions.
/// </summary>
internal sealed class TextNeighbours
{
    /// <summary>64-bit words of a signature.</summary>
    public const int Words = 16;

    private const int Places = 256;
    private const int PlaceBits = 4;
    private const int WidthMax = 64 / PlaceBits;
    private const double ByChance = 1.0 / (1 << PlaceBits);
    private const double Found = 0.99;
    private const int ComparedMax = 64;

    private readonly IReadOnlyList<ulong[]?> _signatures;
    private readonly double _jaccard;
    private readonly int _width;

    /// <param name="signatures">By item; null where it has none, or one of too few words.</param>
    /// <param name="jaccard">Share of words and word pairs in common from which on two are the same, above 0 to 1.</param>
    public TextNeighbours(IReadOnlyList<ulong[]?> signatures, double jaccard)
    {
        (_signatures, _jaccard) = (signatures, jaccard);
        _width = Enumerable.Range(1, WidthMax).Last(width => width == 1 || Recall(width, jaccard) >= Found);
    }

    /// <summary>Whether two captions are nearly the same.</summary>
    public bool AreNear(int one, int other) => Likeness(one, other) >= _jaccard;

    /// <summary>Estimate of the share in common, 0 to 1; its standard deviation is at most 0.034. 0 where one has no signature.</summary>
    public double Likeness(int one, int other)
    {
        if (_signatures[one] is not { } mine || _signatures[other] is not { } others)
            return 0;
        var same = 0;
        for (var word = 0; word < Words; word++)
        {
            var differs = mine[word] ^ others[word];
            differs |= differs >> 2;
            differs |= differs >> 1;
            same += WidthMax - BitOperations.PopCount(differs & 0x1111111111111111);
        }

        return Math.Max(0, (((double)same / Places) - ByChance) / (1 - ByChance));
    }

    /// <summary>Joins the places of <paramref name="rows"/> that are near.</summary>
    public void Join(int[] rows, Sets sets) => Pairs(rows, (one, other) =>
    {
        if (sets.Root(one) != sets.Root(other) && AreNear(rows[one], rows[other]))
            sets.Join(one, other);
    });

    /// <summary>Calls <paramref name="look"/> for places of <paramref name="rows"/> that may be near; one pair may come several times,
    /// the lesser place first.</summary>
    public void Pairs(int[] rows, Action<int, int> look)
    {
        int[] places = [.. Enumerable.Range(0, rows.Length).Where(place => _signatures[rows[place]] is not null)];
        var words = ByWord(rows, places);
        var (keys, groups) = (new ulong[places.Length], new KeyGroups(places.Length));
        for (var band = 0; (band + 1) * _width <= Places; band++)
        {
            Fill(keys, words, band * _width);
            groups.Group(keys);
            for (var from = 0; from < keys.Length;)
            {
                var to = from + 1;
                while (to < keys.Length && groups.Keys[to] == groups.Keys[from])
                    to++;
                LookWithin(groups.Items.AsSpan(from, to - from), places, look);
                from = to;
            }
        }
    }

    /// <summary>
    /// Calls <paramref name="look"/> for pairs that may be near of an item below <paramref name="count"/> and one from there on; one
    /// pair may come several times.
    /// </summary>
    public void Across(int count, Action<int, int> look)
    {
        int[] few = [.. Enumerable.Range(count, _signatures.Count - count).Where(item => _signatures[item] is not null)];
        var (keys, items) = (new ulong[few.Length], new int[few.Length]);
        for (var band = 0; (band + 1) * _width <= Places; band++)
        {
            for (var i = 0; i < few.Length; i++)
                (keys[i], items[i]) = (Key(_signatures[few[i]]!, band * _width), few[i]);
            Array.Sort(keys, items);
            for (var row = 0; row < count; row++)
            {
                if (_signatures[row] is not { } own)
                    continue;
                var key = Key(own, band * _width);
                var from = FirstOf(keys, key);
                for (var at = from; at < keys.Length && keys[at] == key && at < from + ComparedMax; at++)
                    look(row, items[at]);
            }
        }
    }

    // Where the first of equal keys stands, or would.
    private static int FirstOf(ulong[] keys, ulong key)
    {
        var (from, to) = (0, keys.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = keys[middle] < key ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    private static void LookWithin(Span<int> band, int[] places, Action<int, int> look)
    {
        if (band.Length == 1)
            return;
        band.Sort(); // grouping keeps no order among equals
        for (var i = 1; i < band.Length; i++)
        {
            for (var other = Math.Max(0, i - ComparedMax); other < i; other++)
                look(places[band[other]], places[band[i]]);
        }
    }

    // The same words of all signatures beside each other: a band reads two of sixteen, and of a million signatures each would be a wait.
    private ulong[][] ByWord(int[] rows, int[] places)
    {
        var words = new ulong[Words][];
        for (var word = 0; word < Words; word++)
            words[word] = new ulong[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var signature = _signatures[rows[places[i]]]!;
            for (var word = 0; word < Words; word++)
                words[word][i] = signature[word];
        }

        return words;
    }

    private void Fill(ulong[] keys, ulong[][] words, int from)
    {
        var (low, high) = (words[from / WidthMax], words[Math.Min(Words - 1, (from / WidthMax) + 1)]);
        for (var i = 0; i < keys.Length; i++)
            keys[i] = Key(low[i], high[i], from);
    }

    private ulong Key(ulong[] signature, int from)
    {
        var word = from / WidthMax;
        return Key(signature[word], signature[Math.Min(Words - 1, word + 1)], from);
    }

    // Of the word that holds the first place and the one behind it, which a band that ends in the last word does not reach.
    private ulong Key(ulong low, ulong high, int from)
    {
        var shift = from % WidthMax * PlaceBits;
        var key = low >> shift;
        if (shift > 0)
            key |= high << (64 - shift);
        return _width == WidthMax ? key : key & ((1UL << (_width * PlaceBits)) - 1);
    }

    // Share of the pairs at the bound that agree in all places of a band of so many.
    private static double Recall(int width, double jaccard) =>
        1 - Math.Pow(1 - Math.Pow(jaccard + ((1 - jaccard) * ByChance), width), Places / width);
}
