using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class AutoBoundTests
{
    private const int Many = 2000;

    /// <summary>Two heaps a little over three of their widths apart, of sizes 3 to 2: the bound lies where they cross.</summary>
    [Theory]
    [InlineData(0.6)]
    [InlineData(0.5)]
    [InlineData(0.3)]
    public void It_lies_between_the_heaps_whatever_their_sizes(double share)
    {
        double[] values =
        [
            .. Enumerable.Range(0, (int)(Many * share)).Select(i => 10 + Normal($"high {i}")),
            .. Enumerable.Range(0, (int)(Many * (1 - share))).Select(i => 5 + Normal($"low {i}")),
        ];

        var bound = AutoBound.Of(values);

        Assert.InRange(bound!.Value, 7, 8);
        Assert.Equal(bound, AutoBound.Of(values.Reverse()));
    }

    [Fact]
    public void Too_few_or_equal_values_have_none()
    {
        Assert.Null(AutoBound.Of([1, 2, 3]));
        Assert.Null(AutoBound.Of(Enumerable.Repeat(1.0, Many)));
        Assert.Null(AutoBound.Of(Enumerable.Repeat(double.NaN, Many)));
    }

    [Fact]
    public void A_rule_that_chooses_its_bound_tells_it_in_the_facts()
    {
        var samples = Enumerable.Range(0, 200).Select(i => Samples.Of($"s{i:d3}", cosine: (i % 2 == 0 ? 0.1 : 0.3) + (0.02 * Normal($"{i}"))));

        var decisions = Selector.Decide(
            samples, new SelectOptions { Rules = [new Rule { Feature = "alignment.cosine", Auto = true, Reason = "low" }] }, SoundPolicy.Keep);

        Assert.All(decisions, decision => Assert.InRange(decision.Facts["alignment.cosine.min"], 0.17, 0.23));
        Assert.Equal(100, decisions.Count(decision => decision.Verdict.Reason == "low"));
    }

    // The sum of twelve even numbers less six: as good as normal, and the same every time.
    private static double Normal(string name) =>
        Enumerable.Range(0, 12).Sum(i => Convert.ToInt32(Samples.Digest(name).Substring(i * 4, 4), 16) / 65_536.0) - 6;
}
