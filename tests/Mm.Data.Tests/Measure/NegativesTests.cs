using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class NegativesTests
{
    private readonly ScoredPair[] _pairs = [Pair("a", "1", 0.1f), Pair("b", "2", 0.2f), Pair("c", "3", 0.3f), Pair("d", "4", 0.4f)];

    [Fact]
    public void They_are_the_next_by_id_around_the_end() => Assert.Equal(["d", "a"], Ids(Negatives.Of(_pairs, 2, 2)));

    [Fact]
    public void All_others_when_there_are_no_more() => Assert.Equal(["b", "c", "d"], Ids(Negatives.Of(_pairs, 0, 100)));

    [Fact]
    public void The_same_picture_or_the_same_caption_is_no_negative()
    {
        ScoredPair[] pairs = [Pair("a", "1", 0.1f), Pair("b", "1", 0.2f), Pair("c", "3", 0.1f), Pair("d", "4", 0.4f)];
        Assert.Equal(["d"], Ids(Negatives.Of(pairs, 0, 100)));
    }

    [Fact]
    public void A_pair_alone_has_none() => Assert.Empty(Negatives.Of(_pairs[..1], 0, 100));

    private static string[] Ids(IEnumerable<ScoredPair> pairs) => [.. pairs.Select(pair => pair.Id)];

    private static ScoredPair Pair(string id, string asset, float text) => new(id, asset, [1f, 0f], [text, 0f], new FeatureRow());
}
