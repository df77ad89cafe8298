namespace Mm.Data.Reader;

/// <summary>
/// The order of an epoch. It is a function of the release, the revoked rows and these values alone: not of how many ranks or workers read
/// it.
/// </summary>
public sealed record ReadOrder
{
    /// <summary>Any number; the same seed and epoch give the same order.</summary>
    public ulong Seed { get; init; }

    /// <summary>From 0. Each has its own order.</summary>
    public int Epoch { get; init; }

    /// <summary>False: the order of the files.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Strands that the row groups are dealt to, 1 to 4,096; rows are taken from them in turn. When it is a multiple of ranks times
    /// workers, each reads only its own strands from disk. Memory is about this many, over the consumers, times twice
    /// <see cref="WindowGroups"/> row groups (4 MiB each by default).
    /// </summary>
    public int Lanes { get; init; } = 8;

    /// <summary>Row groups of a strand whose rows are shuffled together, 1 to 1,024.</summary>
    public int WindowGroups { get; init; } = 2;

    /// <summary>What happens where the rows do not divide by the number of consumers.</summary>
    public Tail Tail { get; init; } = Tail.Keep;

    internal void Check()
    {
        Check(nameof(Epoch), Epoch, 0, int.MaxValue);
        Check(nameof(Lanes), Lanes, 1, 4096);
        Check(nameof(WindowGroups), WindowGroups, 1, 1024);
    }

    private static void Check(string name, int value, int min, int max)
    {
        if (value < min || value > max)
            throw new ReaderException(ReaderProblem.BadOption, $"{name} is {value}. It must be {min} to {max}.");
    }
}

/// <summary>What the consumers get at the end of an epoch.</summary>
public enum Tail
{
    /// <summary>Every row once; some consumers get one more than others.</summary>
    Keep,

    /// <summary>All get the same number; the last rows of the order are left out.</summary>
    Drop,

    /// <summary>All get the same number; the first rows of the order come again.</summary>
    Repeat,
}
