using System.Globalization;

namespace Mm.Data.Audit.Log;

/// <summary>
/// A tile of the tree after C2SP tlog-tiles: up to 256 hashes beside each other, of the tree's level 8 * <see cref="Level"/>. A full one
/// never changes; a partial one gives way to a fuller one.
/// </summary>
public readonly record struct Tile(int Level, long Index, int Width)
{
    public const int Height = 8;
    public const int FullWidth = 1 << Height;

    public bool IsFull => Width == FullWidth;

    public int Bytes => Width * Merkle.HashBytes;

    /// <summary>The hash that stands for a full tile, in the tile above it, and where.</summary>
    public Tile Above => new(Level + 1, Index >> Height, FullWidth);

    public int PlaceAbove => (int)(Index & (FullWidth - 1));

    /// <summary>Slash path: <c>tile/0/x001/x234/067</c>, or <c>tile/0/x001/x234/067.p/12</c>.</summary>
    public string Path
    {
        get
        {
            var number = (Index % 1000).ToString("D3", CultureInfo.InvariantCulture);
            for (var rest = Index / 1000; rest > 0; rest /= 1000)
                number = $"x{(rest % 1000).ToString("D3", CultureInfo.InvariantCulture)}/{number}";
            return string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{number}{(IsFull ? "" : $".p/{Width}")}");
        }
    }

    /// <summary>
    /// All that is needed to prove leaves <paramref name="from"/> and up in a tree of <paramref name="size"/> leaves, and to compute its
    /// root: on each level the tiles over them, and the right edge.
    /// </summary>
    public static IEnumerable<Tile> Of(long from, long size)
    {
        for (var level = 0; size >> (Height * level) > 0; level++)
        {
            var nodes = size >> (Height * level);
            for (var index = from >> (Height * (level + 1)); index <= (nodes - 1) >> Height; index++)
                yield return new Tile(level, index, (int)Math.Min(FullWidth, nodes - (index << Height)));
        }
    }

    /// <summary>The partial tiles of a tree of <paramref name="size"/> leaves, one a level at most.</summary>
    public static IEnumerable<Tile> Edge(long size)
    {
        for (var level = 0; size >> (Height * level) > 0; level++)
        {
            var nodes = size >> (Height * level);
            if ((nodes & (FullWidth - 1)) is var width and > 0)
                yield return new Tile(level, nodes >> Height, (int)width);
        }
    }
}
