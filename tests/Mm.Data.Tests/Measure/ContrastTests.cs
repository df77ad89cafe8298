using CsCheck;
using Mm.Data.Measure;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class ContrastTests
{
    [Fact]
    public void The_best_pair_ranks_first_and_ties_count_against_it()
    {
        Assert.Equal(1, Contrast.Of(0.5, [0.1, 0.4], 10).Rank);
        Assert.Equal(2, Contrast.Of(0.5, [0.1, 0.5], 10).Rank);
        Assert.Equal(3, Contrast.Of(0.5, [0.6, 0.5], 10).Rank);
    }

    [Fact]
    public void The_margin_gives_the_loss_of_InfoNCE()
    {
        double[] negatives = [0.11, 0.32, -0.2, 0.29];
        const double scale = 20;

        // Straight from the definition: minus the log of the softmax at the true one.
        var all = negatives.Append(0.3).Select(cosine => Math.Exp(scale * cosine)).ToArray();
        var loss = -Math.Log(all[^1] / all.Sum());

        var margin = Contrast.Of(0.3, negatives, scale).Margin;
        Assert.Equal(loss, Math.Log(1 + (negatives.Length * Math.Exp(-margin))), 12);
    }

    [Fact]
    public void A_pair_as_good_as_its_only_negative_has_no_margin() => Assert.Equal(0, Contrast.Of(0.2, [0.2], 100).Margin, 12);

    [Fact]
    public void A_large_scale_neither_overflows_nor_underflows()
    {
        Assert.Equal(-2000, Contrast.Of(-1, [1, 1], 1000).Margin, 9);
        Assert.Equal(2000, Contrast.Of(1, [-1, -1], 1000).Margin, 9);
    }

    [Fact]
    public void The_dot_product_is_that_of_doubles() =>
        Gen.Float[-1f, 1f].Array[0, 70].Sample(a =>
        {
            var b = a.Reverse().ToArray();
            var expected = a.Zip(b, (x, y) => (double)x * y).Sum();
            Assert.Equal(expected, Contrast.Dot(a, b), 12);
        });
}
