namespace Mm.Data.Reader;

/// <summary>
/// Who reads: rank <paramref name="Rank"/> of <paramref name="World"/>, and in it worker <paramref name="Worker"/> of
/// <paramref name="Workers"/>. A rank's rows are those of its workers in turn; the global order is that of the ranks in turn.
/// </summary>
public sealed record Consumer(int Rank = 0, int World = 1, int Worker = 0, int Workers = 1)
{
    internal long Count => (long)World * Workers;

    /// <summary>Place among all consumers: position p of the global order is theirs when p modulo <see cref="Count"/> is this.</summary>
    internal long Index => ((long)Worker * World) + Rank;

    internal void Check()
    {
        if (World < 1 || Rank < 0 || Rank >= World)
        {
            throw new ReaderException(
                ReaderProblem.BadOption, $"Rank {Rank} of {World} is none. Ranks count from 0 to the world's size less 1.");
        }

        if (Workers < 1 || Worker < 0 || Worker >= Workers)
        {
            throw new ReaderException(
                ReaderProblem.BadOption, $"Worker {Worker} of {Workers} is none. Workers count from 0 to their number less 1.");
        }
    }
}
