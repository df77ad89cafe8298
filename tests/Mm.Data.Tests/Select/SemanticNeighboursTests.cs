using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class SemanticNeighboursTests
{
    private const int Length = 128;
    private const int Crowds = 1500;
    private const double Bound = 0.97;

    /// <summary>Every pair that is joined reaches the bound, and of the pairs that reach it at most 1 in 50 is missed.</summary>
    [Fact]
    public void Nearly_all_that_are_near_are_found_and_nothing_else()
    {
        float[]?[] vectors = [.. Enumerable.Range(0, 2 * Crowds).Select(i => i == 7 ? null : Vector(i / 2, i % 2 == 0 ? 0 : 0.02 * (1 + (i % 9))))];
        var near = new SemanticNeighbours(vectors, Bound);
        var sets = new Sets(vectors.Length);

        near.Join([.. Enumerable.Range(0, vectors.Length)], sets);

        var wanted = Enumerable.Range(0, Crowds).Where(i => near.AreNear(2 * i, (2 * i) + 1)).ToList();
        var found = sets.Crowds().ToList();
        Assert.InRange(wanted.Count, Crowds / 4, Crowds - 1);
        Assert.All(found, crowd => Assert.True(crowd is [var one, var other] && other == one + 1 && near.AreNear(one, other)));
        Assert.InRange(found.Count, wanted.Count * 49 / 50, wanted.Count);
    }

    [Fact]
    public void A_sample_that_says_the_same_is_dropped_for_the_better_only_where_it_is_asked_for()
    {
        MeasuredSample[] samples = [Sample("a", 1, 0, 0.1), Sample("b", 1, 0.01, 0.2), Sample("c", 2, 0, 0.3)];

        var decisions = Selector.Decide(
            samples, new SelectOptions { Duplicates = new DuplicateOptions { SemanticCosine = Bound } }, SoundPolicy.Keep);

        Assert.Equal(["duplicate.semantic", "kept", "kept"], decisions.Select(decision => decision.Verdict.Reason));
        Assert.Equal("b", decisions[0].DuplicateOf);
        Assert.All(Selector.Decide(samples, new SelectOptions(), SoundPolicy.Keep), decision => Assert.Equal("kept", decision.Verdict.Reason));
    }

    private static MeasuredSample Sample(string id, int number, double away, double cosine)
    {
        var sample = Samples.Of(id, cosine: cosine);
        sample.Features.Set(KnownFeatures.ImageEmbedding, Vector(number, away));
        return sample;
    }

    /// <summary>A unit vector as good as random, moved a little where it is asked for.</summary>
    private static float[] Vector(int number, double away)
    {
        var (own, other) = (Numbers($"v{number}"), Numbers($"w{number}"));
        double[] sum = [.. own.Zip(other, (a, b) => a + (away * b))];
        var norm = Math.Sqrt(sum.Sum(value => value * value));
        return [.. sum.Select(value => (float)(value / norm))];
    }

    private static IEnumerable<double> Numbers(string name) => Enumerable.Range(0, Length)
        .Select(i => (Convert.ToInt32(Samples.Digest($"{name} {i / 8}").Substring(i % 8 * 4, 4), 16) / 32_768.0) - 1);
}
