namespace Mm.Data.Select;

/// <summary>What was decided so far, by row of the table.</summary>
internal sealed class Choices
{
    public Choices(int count)
    {
        Reasons = new string?[count];
        Rules = new short[count];
        DuplicateOf = new int[count];
        Bits = new byte[count];
        Clusters = new int[count];
        Draws = new double[count];
        Array.Fill(DuplicateOf, -1);
        Array.Fill(Clusters, -1);
        Array.Fill(Rules, (short)-1);
        Array.Fill(Draws, double.NaN);
    }

    /// <summary>Why a row is dropped; null while it is not.</summary>
    public string?[] Reasons { get; }

    /// <summary>The rule that a row broke, or as many as there are where it broke none; -1: it was held to none.</summary>
    public short[] Rules { get; }

    /// <summary>The kept row that stands for a duplicate; -1 for all else.</summary>
    public int[] DuplicateOf { get; }

    /// <summary>Bits in which a perceptual duplicate's hash differs.</summary>
    public byte[] Bits { get; }

    /// <summary>The row whose asset names the cluster; -1 where a row is in none.</summary>
    public int[] Clusters { get; }

    /// <summary>Where a kept row's cluster fell when the split was drawn, 0 to 1.</summary>
    public double[] Draws { get; }

    /// <summary>How alike a row is to what it was dropped for, where that is no matter of bits.</summary>
    public Dictionary<int, Likeness> Likenesses { get; } = [];

    /// <summary>Where else a row stands that another release has.</summary>
    public Dictionary<int, KnownMatch> Known { get; } = [];

    /// <summary>Where a row stood that a step of <c>take</c> left behind.</summary>
    public Dictionary<int, Place> Places { get; } = [];

    /// <summary>0 to 1 where a row is kept and has one; null where none is asked for.</summary>
    public double[]? Difficulty { get; set; }

    public bool IsLive(int row) => Reasons[row] is null;

    /// <summary>The rows that nothing dropped yet, in ascending order.</summary>
    public int[] Live() => [.. Enumerable.Range(0, Reasons.Length).Where(IsLive)];

    /// <summary>A cosine or a share in common, and from where on it counts.</summary>
    public readonly record struct Likeness(string Fact, double Value, double Min);

    /// <summary>Place in a group: the step, the rank in it from 0, how many were taken of how many.</summary>
    public readonly record struct Place(int Step, int Rank, int Limit, int Of);
}
