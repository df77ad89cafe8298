namespace Mm.Data.Models.Names;

/// <summary>What lists say about a word; a word can be several.</summary>
[Flags]
internal enum WordKinds : ushort
{
    None = 0,
    First = 1,
    Last = 2,
    City = 4,
    Region = 8,
    Organisation = 16,
    Job = 32,
    Street = 64,
    Common = 128,

    /// <summary>In lower case it hardly ever begins a name, whatever else it is.</summary>
    Quiet = 256,
}

/// <summary>
/// Word to <see cref="WordKinds"/>: an open-addressed table of 20 bits of the word's hash and 12 bits of kinds. Holds no words.
/// </summary>
internal sealed class NameLexicon
{
    private const int Probes = 24;
    private const int KindBits = 12;
    private const uint KindMask = (1 << KindBits) - 1;

    private readonly uint[] _slots;
    private readonly int _shift;

    /// <param name="slots">A power of two of them, at least 256; 0 is free.</param>
    public NameLexicon(uint[] slots)
    {
        _slots = slots;
        _shift = 32 - int.Log2(slots.Length);
    }

    public ReadOnlySpan<uint> Slots => _slots;

    /// <summary>Puts words into a table of 2^<paramref name="bits"/>; a word that finds no room is left out.</summary>
    public static NameLexicon Build(IEnumerable<KeyValuePair<uint, WordKinds>> words, int bits)
    {
        var lexicon = new NameLexicon(new uint[1 << bits]);
        foreach (var (hash, kinds) in words.OrderBy(word => word.Key))
            lexicon.Add(hash, kinds);
        return lexicon;
    }

    public WordKinds this[uint hash]
    {
        get
        {
            var mixed = Mix(hash);
            for (var probe = 0; probe < Probes; probe++)
            {
                var slot = _slots[(int)((mixed >> _shift) + probe) & (_slots.Length - 1)];
                if (slot == 0)
                    return WordKinds.None;
                if (slot >> KindBits == Mark(mixed))
                    return (WordKinds)(slot & KindMask);
            }

            return WordKinds.None;
        }
    }

    private void Add(uint hash, WordKinds kinds)
    {
        var mixed = Mix(hash);
        for (var probe = 0; probe < Probes; probe++)
        {
            ref var slot = ref _slots[(int)((mixed >> _shift) + probe) & (_slots.Length - 1)];
            if (slot != 0 && slot >> KindBits != Mark(mixed))
                continue;
            slot = (Mark(mixed) << KindBits) | (slot & KindMask) | (uint)kinds;
            return;
        }
    }

    private static uint Mark(uint mixed) => ((mixed << KindBits) >> KindBits) | 1;

    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x7feb352d;
        hash = (hash ^ (hash >> 15)) * 0x846ca68b;
        return hash ^ (hash >> 16);
    }
}
