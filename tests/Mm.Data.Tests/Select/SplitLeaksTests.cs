using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class SplitLeaksTests
{
    [Fact]
    public void Each_kind_is_counted_within_a_split_and_across()
    {
        var counts = SplitLeaks.Of(
            [
                Row("train", "a", "One dog", 0, [1, 0]), Row("train", "a", "Two dogs", 0, [1, 0]), Row("eval", "a", "one  DOG", 0, [1, 0]),
                Row("eval", "b", "A cat", 0b111, [0.999f, 0.0447f]), Row("train", "c", "A house", ulong.MaxValue, [0, 1]),
                Row("eval", "d", "", null, null),
            ],
            bits: 3, cosine: 0.97);

        Assert.Equal(
            [("exact", 6, 2, 1), ("perceptual", 5, 4, 2), ("embedding", 5, 4, 2), ("caption", 5, 0, 1)],
            counts.Select(count => (count.Kind, count.Rows, count.Within, count.Leaked)));
        Assert.Equal(2, SplitLeaks.Pictures(counts));
    }

    /// <summary>The middle one is near both ends, which are not near each other.</summary>
    [Fact]
    public void A_chain_of_small_differences_does_not_leak()
    {
        var counts = SplitLeaks.Of(
            [Row("train", "a", "x", 0, null), Row("eval", "b", "y", 0b111, null), Row("eval", "c", "z", 0b111111, null)], 3, 0.97);

        Assert.Equal((2, 1), (counts[1].Within, counts[1].Leaked));
    }

    private static ReleasedRow Row(string split, string asset, string text, ulong? hash, float[]? embedding) =>
        new(split, asset, text, hash, embedding);
}
