using Mm.Data.Audit.Log;
using Xunit;

namespace Mm.Data.Tests.Audit.Log;

public sealed class TileTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 999, 1, "tile/0/999.p/1")]
    [InlineData(2, 1000, 256, "tile/2/x001/000")]
    [InlineData(0, 1234067, 12, "tile/0/x001/x234/067.p/12")]
    public void Paths_are_those_of_tlog_tiles(int level, long index, int width, string path) =>
        Assert.Equal(path, new Tile(level, index, width).Path);

    /// <summary>The specification's own example.</summary>
    [Fact]
    public void A_tree_of_70000_leaves_has_273_full_tiles_below_one_above_and_three_partial_ones()
    {
        var tiles = Tile.Of(0, 70_000).ToList();

        Assert.Equal(273, tiles.Count(tile => tile is { Level: 0, IsFull: true }));
        Assert.Equal(1, tiles.Count(tile => tile is { Level: 1, IsFull: true }));
        Assert.Equal([(0, 112), (1, 17), (2, 1)], tiles.Where(tile => !tile.IsFull).Select(tile => (tile.Level, tile.Width)));
        Assert.Equal(tiles.Where(tile => !tile.IsFull), Tile.Edge(70_000));
    }

    [Fact]
    public void A_tree_of_256_leaves_has_a_full_tile_and_one_hash_above() =>
        Assert.Equal([new Tile(0, 0, 256), new Tile(1, 0, 1)], Tile.Of(0, 256));

    [Fact]
    public void A_release_far_right_needs_few_tiles() =>
        Assert.Equal([new Tile(0, 256, 64), new Tile(2, 0, 1)], Tile.Of(65_536, 65_600));
}
