using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class SelectorTests
{
    private static readonly Rule Aligned = new() { Feature = "alignment.cosine", Min = 0.25, Reason = "alignment.low" };
    private static readonly Rule Large =
        new() { Feature = "media.pixels", Min = 100, Max = 200, Reason = "image.size", On = [Modality.Image] };

    [Fact]
    public void The_first_rule_that_is_broken_gives_the_reason_and_the_facts_show_value_and_bound()
    {
        var decision = Only(new SelectOptions { Rules = [Large, Aligned] }, Samples.Of("a", cosine: 0.2, pixels: 150));

        Assert.Equal(new Verdict(Outcome.Dropped, "select", "alignment.low"), decision.Verdict);
        Assert.Null(decision.Split);
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["alignment.cosine"] = 0.2,
                ["alignment.cosine.min"] = 0.25,
                ["media.pixels"] = 150,
                ["media.pixels.max"] = 200,
                ["media.pixels.min"] = 100,
            },
            decision.Facts);
    }

    [Theory]
    [InlineData(99, "image.size")]
    [InlineData(100, "kept")]
    [InlineData(200, "kept")]
    [InlineData(201, "image.size")]
    public void Bounds_themselves_are_kept(long pixels, string reason) =>
        Assert.Equal(reason, Only(new SelectOptions { Rules = [Large] }, Samples.Of("a", pixels: pixels)).Verdict.Reason);

    [Fact]
    public void A_rule_speaks_only_of_its_modalities_and_of_samples_of_unknown_modality()
    {
        var options = new SelectOptions { Rules = [Large] };

        Assert.Equal("kept", Only(options, Samples.Of("a", modality: Modality.Video, pixels: 1)).Verdict.Reason);
        Assert.Equal("image.size", Only(options, Samples.Of("a", modality: null, pixels: 1)).Verdict.Reason);
    }

    [Fact]
    public void A_missing_feature_drops_unless_the_rule_keeps_it()
    {
        var dropped = Only(new SelectOptions { Rules = [Aligned] }, Samples.Of("a"));
        var kept = Only(new SelectOptions { Rules = [Aligned with { Missing = MissingFeature.Keep }] }, Samples.Of("a"));

        Assert.Equal("alignment.low", dropped.Verdict.Reason);
        Assert.Equal(1, dropped.Facts["alignment.cosine.missing"]);
        Assert.Equal(Outcome.Kept, kept.Verdict.Outcome);
    }

    [Fact]
    public void Sound_alone_is_dropped_when_sound_is_removed()
    {
        var sound = Samples.Of("a", modality: Modality.Audio);

        Assert.Equal("sound.removed", Only(new SelectOptions(), sound).Verdict.Reason);
        Assert.Equal(Outcome.Kept, Selector.Decide([sound], new SelectOptions(), SoundPolicy.Keep)[0].Verdict.Outcome);
    }

    [Fact]
    public void Only_what_measure_kept_is_decided_on()
    {
        var failed = Samples.Of("b") with { Verdict = new Verdict(Outcome.Failed, "decode", "decode.truncated") };

        Assert.Equal("a", Assert.Single(Decide(new SelectOptions(), failed, Samples.Of("a"))).Id);
    }

    [Fact]
    public void Equal_bytes_with_different_captions_are_duplicates_and_the_better_pair_stays()
    {
        var decisions = Decide(
            new SelectOptions(), Samples.Of("a", "same", cosine: 0.3), Samples.Of("b", "same", cosine: 0.5), Samples.Of("c", "same"));

        Assert.Equal(["duplicate.exact", "kept", "duplicate.exact"], decisions.Select(decision => decision.Verdict.Reason));
        Assert.Equal(["b", null, "b"], decisions.Select(decision => decision.DuplicateOf));
        Assert.All(decisions, decision => Assert.Equal(Samples.Digest("same"), decision.Cluster));
    }

    [Fact]
    public void Near_pictures_are_duplicates_up_to_the_bound()
    {
        var decisions =
            Decide(new SelectOptions(), Samples.Of("a", hash: 0), Samples.Of("b", hash: 0b111111), Samples.Of("c", hash: ~0UL >> 57));

        Assert.Equal(["kept", "duplicate.perceptual", "kept"], decisions.Select(decision => decision.Verdict.Reason));
        Assert.Equal(6, decisions[1].Facts["duplicate.bits"]);
        Assert.Equal(6, decisions[1].Facts["duplicate.bits.max"]);
    }

    [Fact]
    public void A_chain_of_small_differences_does_not_drop_what_differs_widely()
    {
        // a-b, b-c and c-d differ in 6 bits each, a-c in 12.
        var decisions = Decide(
            new SelectOptions(),
            Samples.Of("a", hash: 0),
            Samples.Of("b", hash: 0x3f),
            Samples.Of("c", hash: 0xfff),
            Samples.Of("d", hash: 0x3ffff));

        Assert.Equal(
            ["kept", "duplicate.perceptual", "kept", "duplicate.perceptual"], decisions.Select(decision => decision.Verdict.Reason));
        Assert.Equal(["a", "c"], decisions.Select(decision => decision.DuplicateOf).OfType<string>());
    }

    [Fact]
    public void Flat_pictures_are_not_duplicates_by_their_hash() => Assert.All(
        Decide(new SelectOptions(), Samples.Of("a", hash: 0, flat: true), Samples.Of("b", hash: 0, flat: true)),
        decision => Assert.Equal(Outcome.Kept, decision.Verdict.Outcome));

    [Fact]
    public void A_video_and_its_middle_frame_both_stay_but_on_one_side()
    {
        var decisions = Decide(new SelectOptions(), Samples.Of("a", hash: 5), Samples.Of("b", hash: 5, modality: Modality.Video));

        Assert.All(decisions, decision => Assert.Equal(Outcome.Kept, decision.Verdict.Outcome));
        Assert.Equal(decisions[0].Cluster, decisions[1].Cluster);
    }

    [Fact]
    public void A_duplicate_of_a_sample_that_a_rule_drops_stays()
    {
        var options = new SelectOptions { Rules = [Large], Duplicates = new DuplicateOptions { KeepBest = ["alignment.cosine"] } };

        var decisions = Decide(options, Samples.Of("a", "same", cosine: 0.9, pixels: 1), Samples.Of("b", "same", cosine: 0.1, pixels: 150));

        Assert.Equal(["image.size", "kept"], decisions.Select(decision => decision.Verdict.Reason));
    }

    [Fact]
    public void Duplicates_stay_when_nobody_looks_for_them_but_share_a_split()
    {
        var options = new SelectOptions { Duplicates = new DuplicateOptions { Exact = false, PerceptualBits = null } };

        var decisions = Decide(options, Samples.Of("a", "same", hash: 1), Samples.Of("b", "same", hash: 1), Samples.Of("c", hash: 3));

        Assert.All(decisions, decision => Assert.Equal(Outcome.Kept, decision.Verdict.Outcome));
        Assert.Single(decisions.Select(decision => decision.Cluster).Distinct());
    }

    [Fact]
    public void About_the_asked_share_goes_to_evaluation_and_another_seed_draws_anew()
    {
        var samples = Enumerable.Range(0, 4000).Select(i => Samples.Of($"s{i:d4}")).ToArray();

        var one = Decide(new SelectOptions { Split = new SplitOptions { Eval = 0.2 } }, samples);
        var other = Decide(new SelectOptions { Split = new SplitOptions { Eval = 0.2, Seed = "other" } }, samples);

        Assert.InRange(one.Count(decision => decision.Split == "eval"), 720, 880); // 800, three standard deviations
        Assert.InRange(one.Zip(other).Count(pair => pair.First.Split != pair.Second.Split), 1000, 1600); // 2 x 0.2 x 0.8 of 4000 is 1280
        Assert.All(one, decision => Assert.Equal(decision.Split == "eval", decision.Facts["split.draw"] < decision.Facts["split.eval"]));
    }

    [Fact]
    public void Two_samples_with_one_id_are_a_fault_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => Decide(new SelectOptions(), Samples.Of("a"), Samples.Of("a")));

    private static SelectDecision Only(SelectOptions options, MeasuredSample sample) => Assert.Single(Decide(options, sample));

    private static Decisions Decide(SelectOptions options, params IReadOnlyList<MeasuredSample> samples) =>
        Selector.Decide(samples, options, SoundPolicy.Remove);

    [Fact]
    public void The_rows_of_a_document_fall_into_one_split_and_are_no_cluster_of_their_own()
    {
        MeasuredSample[] samples = [.. Enumerable.Range(0, 60).Select(n => Samples.Of($"{n:D3}"))];
        foreach (var (n, sample) in samples.Index())
            sample.Features.Set(KnownFeatures.Document, $"document-{n / 3}");
        var options = new SelectOptions { Split = new SplitOptions { Eval = 0.5 } };

        var splits = Selector.Decide(samples, options, SoundPolicy.Remove).Select(decision => decision.Split!).ToList();

        Assert.All(splits.Chunk(3), document => Assert.Single(document.Distinct()));
        Assert.Equal(2, splits.Distinct().Count());
        var oneEach = options with { Take = [new TakeStep { Within = "cluster", Share = 1, Reason = "taken" }] };
        Assert.Equal(60, Selector.Decide(samples, oneEach, SoundPolicy.Remove).Count(decision => decision.Verdict.Outcome is Outcome.Kept));
    }
}
