using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class ChosenBoundTests
{
    private const int Many = 20_000;

    /// <summary>
    /// Wrong pairs about 0 and right ones about 3, each one wide: the bound that errs alike on both is 1.5 (6.7 % of each), whatever the
    /// share of wrong ones.
    /// </summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(0.7)]
    public void It_errs_alike_on_right_and_wrong_pairs_and_tells_how_many_are_wrong(double share)
    {
        var (values, decoys) = Made(share);

        var chosen = ChosenBound.Of(values, decoys);

        Assert.InRange(chosen.Min!.Value, 1.3, 1.7);
        Assert.InRange(chosen.WrongShare!.Value, share - 0.03, share + 0.03);
        Assert.Equal(chosen, ChosenBound.Of([.. values.Reverse()], [.. decoys.Reverse()]));
    }

    [Fact]
    public void Without_wrong_pairs_nothing_is_dropped()
    {
        var (values, decoys) = Made(0);

        Assert.Null(ChosenBound.Of(values, decoys).Min);
        Assert.InRange(ChosenBound.Of(values, decoys).WrongShare!.Value, 0, 0.02);
    }

    [Fact]
    public void Without_decoys_it_is_the_bound_between_two_heaps()
    {
        var (values, _) = Made(0.4);

        Assert.Equal(new ChosenBound(AutoBound.Of(values), null), ChosenBound.Of(values, []));
        Assert.Equal(new ChosenBound(AutoBound.Of(values), null), ChosenBound.Of(values, [.. Enumerable.Repeat(double.NaN, Many)]));
    }

    private static (double[] Values, double[] Decoys) Made(double share) =>
    (
        [.. Enumerable.Range(0, Many).Select(i => (i < share * Many ? 0 : 3) + Normal($"value {i}"))],
        [.. Enumerable.Range(0, Many).Select(i => Normal($"decoy {i}"))]);

    // The sum of twelve even numbers less six: as good as normal, and the same every time.
    private static double Normal(string name) =>
        Enumerable.Range(0, 12).Sum(i => Convert.ToInt32(Samples.Digest(name).Substring(i * 4, 4), 16) / 65_536.0) - 6;
}
