using CsCheck;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class KeyGroupsTests
{
    /// <summary>Keys of few values, so that many are equal.</summary>
    [Fact]
    public void Equal_keys_lie_beside_each_other_and_none_is_lost() => Gen.ULong[0, 40].Array[0, 300].Sample(keys =>
    {
        var groups = new KeyGroups(keys.Length);
        groups.Group(keys.AsSpan());
        groups.Group(keys.AsSpan()); // the second use finds nothing of the first

        var runs = groups.Keys.Where((key, i) => i == 0 || groups.Keys[i - 1] != key).ToArray();
        return runs.Length == keys.Distinct().Count()
            && groups.Items.Order().SequenceEqual(Enumerable.Range(0, keys.Length))
            && groups.Items.Select(item => keys[item]).SequenceEqual(groups.Keys);
    });
}
