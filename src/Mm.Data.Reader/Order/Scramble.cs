namespace Mm.Data.Reader.Order;

/// <summary>
/// The one source of chance: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) started from a mix of the numbers that name what is shuffled.
/// Written down here and in docs/trainers.md, so that a reader in another language gives the same order.
/// </summary>
internal struct Scramble
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    public Scramble(params ReadOnlySpan<ulong> names)
    {
        foreach (var name in names)
            _state = Mix(_state + Step + name);
    }

    /// <summary>Below <paramref name="bound"/>, by the high half of a product (Lemire 2019, without rejection: bias below 2^-32).</summary>
    public int Below(int bound)
    {
        _state += Step;
        return (int)Math.BigMul(Mix(_state), (ulong)bound, out _);
    }

    /// <summary>Fisher and Yates, from the end.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
