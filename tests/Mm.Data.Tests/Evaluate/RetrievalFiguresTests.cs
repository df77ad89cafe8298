using Mm.Data.Evaluate;
using Mm.Data.Pipeline.Definition;
using Xunit;

namespace Mm.Data.Tests.Evaluate;

public sealed class RetrievalFiguresTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// Cosines of pictures (rows) with captions: 1 0 0.8 / 0.6 0.8 0.96 / 0 1 0.6. The captions' ranks for pictures 1 to 3 are 1, 2, 2, the
    /// pictures' for captions 1 to 3 are 1, 2, 3.
    /// </summary>
    [Fact]
    public void Ranks_are_those_of_a_matrix_worked_out_byHand()
    {
        var (captions, images) = Retrieval.Ranks(new PairMatrix(Three()), Cancel);

        Assert.Equal([1, 2, 2], captions);
        Assert.Equal([1, 2, 3], images);
    }

    [Fact]
    public void Recall_and_median_follow_from_the_ranks()
    {
        var found = RetrievalFigures.Of(Three(), new EvaluateOptions(), logitScale: 1, Cancel)!;

        Assert.Equal(0.333333, found.Captions.At1.Value);
        Assert.Equal(1, found.Captions.At5.Value);
        Assert.Equal(2, found.Captions.MedianRank.Value);
        Assert.Equal(0.333333, found.Images.At1.Value);
        Assert.Equal(2, found.Images.MedianRank.Value);
        Assert.True(found.Captions.At1.Low <= found.Captions.At1.Value && found.Captions.At1.Value <= found.Captions.At1.High);
    }

    /// <summary>Of the first pair: log(1 + e^-1 + e^-0.2) to captions, log(1 + e^-0.4 + e^-1) to pictures; alike for the others.</summary>
    [Fact]
    public void The_loss_is_that_of_the_softmax_over_scaled_cosines()
    {
        double Of(double own, params double[] others) => Math.Log(1 + others.Sum(other => Math.Exp(other - own)));
        var byHand =
            (Of(1, 0, 0.8) + Of(1, 0.6, 0) + Of(0.8, 0.6, 0.96) + Of(0.8, 0, 1) + Of(0.6, 0, 1) + Of(0.6, 0.8, 0.96)) / 6;

        Assert.Equal(byHand, RetrievalFigures.Of(Three(), new EvaluateOptions(), 1, Cancel)!.Loss.Value, 5);
        Assert.Equal(
            0, RetrievalFigures.Of(Apart(4), new EvaluateOptions(), 1000, Cancel)!.Loss.Value, 5);
    }

    [Fact]
    public void Another_pair_with_the_same_picture_or_caption_is_passed_over_and_ties_count_against_the_pair()
    {
        float[] same = [1, 0];
        EvaluatedPair Pair(string id, string picture, string text) => new(id, picture, text, same, same);

        Assert.Equal([1, 1], Retrieval.Ranks(new PairMatrix([Pair("a", "p", "x"), Pair("b", "p", "y")]), Cancel).Captions);
        Assert.Equal([1, 1], Retrieval.Ranks(new PairMatrix([Pair("a", "p", "x"), Pair("b", "q", "x")]), Cancel).Images);
        Assert.Equal([2, 2], Retrieval.Ranks(new PairMatrix([Pair("a", "p", "x"), Pair("b", "q", "y")]), Cancel).Captions);
    }

    /// <summary>More pairs than a block and a strip, against the plain way.</summary>
    [Fact]
    public void Blocks_give_the_ranks_of_the_plain_way_on_any_number_of_threads()
    {
        var pairs = Noise(700, 20);
        var matrix = new PairMatrix(pairs);
        int Rank(int own, Func<int, float> cosine) => 1 + Enumerable.Range(0, pairs.Length).Count(i => i != own && cosine(i) >= cosine(own));

        var (captions, images) = Retrieval.Ranks(matrix, Cancel);

        Assert.Equal(Enumerable.Range(0, pairs.Length).Select(own => Rank(own, i => matrix.Cosine(own, i))), captions);
        Assert.Equal(Enumerable.Range(0, pairs.Length).Select(own => Rank(own, i => matrix.Cosine(i, own))), images);
    }

    [Fact]
    public void The_order_of_the_pairs_does_not_matter_and_another_seed_gives_other_intervals()
    {
        var pairs = Noise(200, 12);
        RetrievalFigures Of(IReadOnlyList<EvaluatedPair> of, string seed = "a") =>
            RetrievalFigures.Of(of, new EvaluateOptions { Seed = seed, Batch = 32 }, 10, Cancel)!;

        Assert.Equal(Of(pairs), Of([.. pairs.Reverse()]));
        Assert.NotEqual(Of(pairs).Loss, Of(pairs, "b").Loss);
        Assert.Equal(Of(pairs).Captions.At5.Value, Of(pairs, "b").Captions.At5.Value);
    }

    [Fact]
    public void One_pair_is_ranked_among_nothing() => Assert.Null(RetrievalFigures.Of(Apart(1), new EvaluateOptions(), 1, Cancel));

    /// <summary>Normal theory gives the share p of n samples a half width of 1.96 sqrt(p (1 - p) / n) = 0.0980 here.</summary>
    [Fact]
    public void An_interval_is_as_wide_as_theory_says()
    {
        int[] ranks = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 1 : 20)];

        var recall = new Bootstrap("seed", 2000, 0.95).Recall(ranks);

        Assert.InRange(recall.At10.High - recall.At10.Low, 0.17, 0.22);
        Assert.Equal((0.5, 10.5), (recall.At1.Value, recall.MedianRank.Value));
        Assert.Equal(recall, new Bootstrap("seed", 2000, 0.95).Recall(ranks));
    }

    private static EvaluatedPair[] Three() =>
    [
        new("a", "p1", "x1", [1, 0], [1, 0]), new("b", "p2", "x2", [0.6f, 0.8f], [0, 1]), new("c", "p3", "x3", [0, 1], [0.8f, 0.6f]),
    ];

    private static EvaluatedPair[] Apart(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var vector = new float[count];
            vector[i] = 1;
            return new EvaluatedPair($"{i}", $"p{i}", $"x{i}", vector, vector);
        }),
    ];

    private static EvaluatedPair[] Noise(int count, int length)
    {
        var random = new Random(5);
        float[] Vector() => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
        return [.. Enumerable.Range(0, count).Select(i => new EvaluatedPair($"{i:d4}", $"p{i}", $"x{i}", Vector(), Vector()))];
    }
}
