using Mm.Data.Models.Names;

namespace Mm.Data.Tests.Models.Names;

/// <summary>Small weights that look random and are the same every time.</summary>
internal static class Weights
{
    private const int Bits = 10;

    public static NameWeights Scrambled(int seed, int size = 20)
    {
        var state = (uint)seed * 2654435761u + 1;
        int Next(int range)
        {
            state = (state * 1664525) + 1013904223;
            return (int)((state >> 8) % (uint)((2 * range) + 1)) - range;
        }

        var rows = new sbyte[NameWeights.RowLength << Bits];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = (sbyte)Next(size);
        var moves = new short[NameLabel.Count * NameLabel.Count];
        for (var i = 0; i < moves.Length; i++)
            moves[i] = (short)Next(4 * size);
        var words = new Dictionary<uint, WordKinds> { [NameTokenizer.HashOf("jane")] = WordKinds.First, [NameTokenizer.HashOf("the")] = WordKinds.Quiet };
        return new NameWeights(rows, moves, NameLexicon.Build(words, 8));
    }
}
