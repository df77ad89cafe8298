using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class KnownTableTests
{
    [Fact]
    public void What_another_release_has_is_dropped_and_the_event_tells_where_it_stands()
    {
        var known = Known((KnownTable.Released, Samples.Of("x", "same")), (KnownTable.Contaminated, Samples.Of("y", hash: 0xff)));

        var decisions = Decide(known, Samples.Of("a", "same"), Samples.Of("b", hash: 0xfe), Samples.Of("c", hash: ~0UL));

        Assert.Equal(["duplicate.release", "contaminated", "kept"], decisions.Select(decision => decision.Verdict.Reason));
        Assert.Equal(new KnownMatch("set", "digest", "x"), decisions[0].Known);
        Assert.Equal(1, decisions[1].Facts["duplicate.bits"]);
        var told = SelectJob.EventOf(decisions[1]).Codes;
        Assert.Equal(("set", "digest", "y"), (told["known-set"], told["known-release"], told["known-sample"]));
        Assert.Null(decisions[2].Known);
    }

    [Fact]
    public void The_nearest_is_told_and_the_first_of_equals()
    {
        var known = Known(
            (KnownTable.Released, Samples.Of("x", hash: 0b111)), (KnownTable.Released, Samples.Of("y", hash: 0b1)),
            (KnownTable.Released, Samples.Of("z", hash: 0b10)));

        Assert.Equal("y", Decide(known, Samples.Of("a", hash: 0))[0].Known!.SampleId);
    }

    [Fact]
    public void Another_modality_and_flat_pictures_are_not_the_same()
    {
        var known = Known(
            (KnownTable.Released, Samples.Of("x", hash: 0, modality: Modality.Video)),
            (KnownTable.Released, Samples.Of("y", hash: 0, flat: true)));

        Assert.Equal("kept", Decide(known, Samples.Of("a", hash: 0))[0].Verdict.Reason);
    }

    [Fact]
    public void A_sample_that_a_rule_drops_keeps_the_rule_s_reason()
    {
        var known = Known((KnownTable.Released, Samples.Of("x", "same")));

        var decision = Selector.Decide(
            [Samples.Of("a", "same", cosine: 0)],
            new SelectOptions { Rules = [new Rule { Feature = "alignment.cosine", Min = 1, Reason = "low" }] }, SoundPolicy.Keep, known)[0];

        Assert.Equal("low", decision.Verdict.Reason);
    }

    [Fact]
    public void An_evaluation_caption_is_contamination_by_itself_and_no_duplicate_of_a_release_unless_asked_for()
    {
        var words = TextNeighboursTests.Words(1, 0);
        MeasuredSample[] samples = [TextNeighboursTests.Sample("a", words[..^1]), TextNeighboursTests.Sample("b", TextNeighboursTests.Words(2, 0))];

        Decisions Decide(string reason, SelectOptions options) => Selector.Decide(
            samples, options, SoundPolicy.Keep, Known(options, (reason, TextNeighboursTests.Sample("x", words))));
        var contaminated = Decide(KnownTable.Contaminated, WithSet);
        var released = Decide(KnownTable.Released, new SelectOptions());
        var asked = Decide(KnownTable.Released, new SelectOptions { Duplicates = new DuplicateOptions { TextJaccard = 0.6 } });

        Assert.Equal(["contaminated", "kept"], contaminated.Select(decision => decision.Verdict.Reason));
        Assert.Equal("caption", SelectJob.EventOf(contaminated[0]).Codes["known-by"]);
        Assert.Equal(0.8, contaminated[0].Facts["duplicate.jaccard.min"]);
        Assert.Equal(["kept", "kept"], released.Select(decision => decision.Verdict.Reason));
        Assert.Equal(["duplicate.release", "kept"], asked.Select(decision => decision.Verdict.Reason));
    }

    [Fact]
    public void A_text_that_quotes_an_evaluation_caption_is_contamination_and_one_that_shares_fewer_words_is_not()
    {
        string[] Numbered(string name, int count) => [.. Enumerable.Range(0, count).Select(i => $"{name}{i}")];
        string[] quoted = Numbered("word", 12);
        MeasuredSample Quoting(string id, string[] words, string key = "key")
        {
            var sample = TextNeighboursTests.Sample(id, words, key: key);
            if (new CaptionGrams(new byte[32], 10).Of(words) is { Length: > 0 } grams)
                sample.Features.Set(KnownFeatures.CaptionGrams, Convert.ToBase64String(grams));
            return sample;
        }

        string[] Decide(string key) =>
        [
            .. Selector.Decide(
                [
                    Quoting("a", [.. Numbered("before", 30), .. quoted[1..11], .. Numbered("behind", 30)]),
                    Quoting("b", [.. Numbered("before", 30), .. quoted[..9], .. Numbered("behind", 30)]),
                ], WithSet, SoundPolicy.Keep, Known(WithSet, (KnownTable.Contaminated, Quoting("x", quoted, key))))
                .Select(decision => decision.Known?.By ?? decision.Verdict.Reason),
        ];

        Assert.Equal(["quote", "kept"], Decide("key"));
        Assert.Equal(["kept", "kept"], Decide("another"));
    }

    [Fact]
    public void Captions_under_another_key_and_embeddings_of_another_model_are_not_compared()
    {
        var words = TextNeighboursTests.Words(1, 0);
        var options = WithSet with { Duplicates = new DuplicateOptions { SemanticCosine = 0.97 } };

        string Of(string key, string model) => Selector.Decide(
            [Embedded(TextNeighboursTests.Sample("a", words, key: "mine"), "m")], options, SoundPolicy.Keep,
            Known(options, (KnownTable.Contaminated, Embedded(TextNeighboursTests.Sample("x", words, key: key), model))))[0] switch
        {
            { Known: { } known } => known.By,
            _ => "kept",
        };

        Assert.Equal("kept", Of("other", "n"));
        Assert.Equal("caption", Of("mine", "n"));
        Assert.Equal("embedding", Of("mine", "m"));
    }

    /// <summary>
    /// Planted pictures of an evaluation set among 20,000 others whose hashes are as good as random: all exact copies are caught, and
    /// those whose hash differs in as many bits as compressing again changes.
    /// </summary>
    [Fact]
    public void Planted_copies_among_20_000_are_caught_and_hardly_anything_else()
    {
        const int Many = 20_000;
        const int Planted = 500;
        ulong HashOf(string name) => Convert.ToUInt64(Samples.Digest(name)[..16], 16);
        var known = new KnownTable(new SelectOptions());
        for (var i = 0; i < Planted; i++)
            known.Add(new KnownSample(new KnownMatch("set", "digest", $"e{i}"), KnownTable.Contaminated, Samples.Of($"e{i}", hash: HashOf($"e{i}"))));
        var exact = Enumerable.Range(0, Planted).Select(i => Samples.Of($"x{i}", $"e{i}"));
        var again = Enumerable.Range(0, Planted)
            .Select(i => Samples.Of($"r{i}", hash: HashOf($"e{i}") ^ (1UL << (i % 64)) ^ (1UL << (i * 5 % 64)) ^ (1UL << (i * 11 % 64))));
        var others = Enumerable.Range(0, Many).Select(i => Samples.Of($"o{i}", hash: HashOf($"o{i}")));

        var dropped = Selector.Decide([.. exact, .. again, .. others], new SelectOptions(), SoundPolicy.Keep, known)
            .Where(decision => decision.Verdict.Reason == KnownTable.Contaminated).ToList();

        Assert.Equal(2 * Planted, dropped.Count(decision => decision.Id[0] is 'x' or 'r'));
        Assert.InRange(dropped.Count(decision => decision.Id[0] == 'o'), 0, Many / 1000);
        Assert.All(dropped.Where(decision => decision.Id[0] != 'o'), decision => Assert.Equal(decision.Id[1..], decision.Known!.SampleId[1..]));
    }

    private static SelectOptions WithSet => new() { Decontaminate = [new KnownSet { Name = "set" }] };

    private static MeasuredSample Embedded(MeasuredSample sample, string model)
    {
        sample.Features.Set(KnownFeatures.ImageEmbedding, [0.6f, 0.8f]);
        sample.Features.Set(KnownFeatures.EmbeddingModel, model);
        return sample;
    }

    private static KnownTable Known(params (string Reason, MeasuredSample Sample)[] samples) => Known(new SelectOptions(), samples);

    private static KnownTable Known(SelectOptions options, params (string Reason, MeasuredSample Sample)[] samples)
    {
        var known = new KnownTable(options);
        foreach (var (reason, sample) in samples)
            known.Add(new KnownSample(new KnownMatch("set", "digest", sample.Id), reason, sample));
        return known;
    }

    private static Decisions Decide(KnownTable known, params MeasuredSample[] samples) =>
        Selector.Decide(samples, new SelectOptions(), SoundPolicy.Keep, known);
}
