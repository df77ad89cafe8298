using CsCheck;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class TakingTests
{
    [Fact]
    public void The_best_share_is_taken_and_the_facts_tell_the_rank()
    {
        var decisions = Decide([new TakeStep { Best = "score", Share = 0.3, Reason = "take.share" }], Ten());

        Assert.Equal(["s7", "s8", "s9"], Kept(decisions));
        var left = decisions[6];
        Assert.Equal(new Verdict(Outcome.Dropped, "select", "take.share"), left.Verdict);
        Assert.Null(left.Split);
        Assert.Equal((0.0, 3.0, 3.0, 10.0), (left.Facts["take.step"], left.Facts["take.rank"], left.Facts["take.limit"], left.Facts["take.of"]));
    }

    [Fact]
    public void The_id_breaks_ties_and_those_without_the_feature_come_last()
    {
        var decisions = Decide(
            [new TakeStep { Best = "score", Count = 2, Reason = "take.count" }], Sample("a", null), Sample("b", 1), Sample("d", 1), Sample("c", 1));

        Assert.Equal(["b", "c"], Kept(decisions));
        Assert.Equal(["a", "b", "c", "d"], Kept(Decide([new TakeStep { Best = "score", Count = 9, Reason = "take.count" }],
            Sample("a", null), Sample("b", 1), Sample("d", 1), Sample("c", 1))));
    }

    [Fact]
    public void The_smallest_can_be_taken() =>
        Assert.Equal(["s0", "s1"], Kept(Decide([new TakeStep { Best = "score", Smallest = true, Count = 2, Reason = "take.count" }], Ten())));

    [Fact]
    public void A_budget_holds_for_each_group()
    {
        var decisions = Decide([new TakeStep { Best = "score", Count = 2, Within = "language", Reason = "take.language" }], Ten());

        Assert.Equal(["s0", "s3", "s6", "s8", "s9"], Kept(decisions)); // en: 9 and 8 of 1 2 4 5 7 8; none: 0; de: 3 and 6
    }

    [Fact]
    public void A_mixture_takes_as_many_as_its_proportions_allow()
    {
        var step = new TakeStep
        {
            Best = "score",
            Within = "language",
            Mix = new Dictionary<string, double> { ["en"] = 2, ["de"] = 1, ["absent"] = 5 },
            Reason = "take.mix",
        };

        var all = Kept(Decide([step], Ten()));
        Assert.Equal(["s3", "s5", "s6", "s7", "s8", "s9"], all); // both in German, the best four in English; s0 has no language
        Assert.Equal(3, Kept(Decide([step with { Count = 3 }], Ten())).Count);
    }

    [Fact]
    public void A_draw_follows_from_the_seed_alone()
    {
        IReadOnlyList<string> Drawn(string seed, IEnumerable<MeasuredSample> samples) =>
            Kept(Decide([new TakeStep { Count = 4, Seed = seed, Reason = "take.draw" }], [.. samples]));

        Assert.Equal(Drawn("one", Ten()), Drawn("one", Ten().Reverse()));
        Assert.Equal(4, Drawn("one", Ten()).Count);
        Assert.NotEqual(Drawn("one", Ten()), Drawn("three", Ten()));
    }

    /// <summary>Whoever is taken of all is taken of fewer too: the draw of a sample does not depend on the others.</summary>
    [Fact]
    public void A_draw_of_fewer_is_a_part_of_a_draw_of_more() => Gen.Int[0, 10].Sample(count => Assert.Subset(
        Kept(Decide([new TakeStep { Count = count + 1, Reason = "take.draw" }], Ten())).ToHashSet(),
        Kept(Decide([new TakeStep { Count = count, Reason = "take.draw" }], Ten())).ToHashSet()));

    [Fact]
    public void Clusters_of_near_duplicates_can_be_thinned_out()
    {
        var options = new SelectOptions
        {
            Duplicates = new DuplicateOptions { PerceptualBits = 1 },
            Take = [new TakeStep { Best = "alignment.cosine", Count = 1, Within = "cluster", Reason = "take.cluster" }],
        };

        var decisions = Selector.Decide(
            [Samples.Of("a", hash: 0, cosine: 0.1), Samples.Of("b", hash: 0xff, cosine: 0.2), Samples.Of("c", hash: ~0UL, cosine: 0.1)],
            options, SoundPolicy.Keep);

        Assert.Equal(["b", "c"], Kept(decisions));
    }

    [Fact]
    public void Steps_follow_each_other_and_the_order_of_samples_changes_nothing() => Gen.Int.Sample(seed =>
    {
        TakeStep[] steps =
        [
            new TakeStep { Best = "score", Share = 0.8, Reason = "take.share" },
            new TakeStep { Count = 3, Within = "language", Reason = "take.language" },
        ];
        var shuffled = Ten().OrderBy(sample => Samples.Digest($"{seed}{sample.Id}"), StringComparer.Ordinal).ToArray();

        Assert.Equal(
            Decide(steps, Ten()).Select(decision => (decision.Id, decision.Verdict.Reason)),
            Decide(steps, shuffled).Select(decision => (decision.Id, decision.Verdict.Reason)));
    });

    [Fact]
    public void Difficulty_is_the_rank_among_those_kept_equal_where_values_are_and_absent_where_there_is_none()
    {
        var options = new SelectOptions
        {
            Curriculum = new CurriculumOptions { Easy = "score" },
            Rules = [new Rule { Feature = "score", Max = 8, Missing = MissingFeature.Keep, Reason = "a" }],
        };

        var kept = Selector.Decide(
            [Sample("a", 1), Sample("b", 5), Sample("c", 5), Sample("d", 9), Sample("e", 3), Sample("f", null)], options, SoundPolicy.Keep).Kept;

        Assert.Equal(
            [("a", 1.0), ("b", 0.0), ("c", 0.0), ("e", 2 / 3.0), ("f", null)],
            kept.Select(sample => (sample.Id, sample.Difficulty)));
    }

    private static MeasuredSample[] Ten() => [.. Enumerable.Range(0, 10).Select(i => Sample($"s{i}", i))];

    private static MeasuredSample Sample(string id, double? score)
    {
        var sample = Samples.Of(id);
        if (score is { } value)
            sample.Features.Set("score", value);
        if (score is > 0)
            sample.Features.Set("language", score % 3 == 0 && score < 9 ? "de" : "en");
        return sample;
    }

    private static Decisions Decide(IReadOnlyList<TakeStep> steps, params MeasuredSample[] samples) =>
        Selector.Decide(samples, new SelectOptions { Take = steps }, SoundPolicy.Keep);

    private static IReadOnlyList<string> Kept(Decisions decisions) => [.. decisions.Kept.Select(sample => sample.Id)];
}
