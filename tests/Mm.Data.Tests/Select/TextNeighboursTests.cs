using System.Buffers.Binary;
using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class TextNeighboursTests
{
    private const int Captions = 1500;
    private const int WordsEach = 12;

    private static readonly CaptionSignature Signature = new(new byte[32]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_likeness_estimates_the_share_of_words_and_pairs_in_common(int changed)
    {
        var (one, other) = (Words(0, 0), Words(0, changed));
        var near = new TextNeighbours([Packed(one), Packed(other)], 0.5);

        Assert.Equal(Jaccard(one, other), near.Likeness(0, 1), 0.11); // three standard deviations
    }

    /// <summary>Every pair that is joined reaches the bound, and of the pairs that reach it at most 1 in 50 is missed.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.6)]
    [InlineData(0.8)]
    public void Nearly_all_that_are_near_are_found_and_nothing_else(double bound)
    {
        ulong[]?[] signatures = [.. Enumerable.Range(0, 2 * Captions).Select(i => i == 7 ? null : Packed(Words(i / 2, i % 2 * (i / 2 % 4))))];
        var near = new TextNeighbours(signatures, bound);
        var sets = new Sets(signatures.Length);

        near.Join([.. Enumerable.Range(0, signatures.Length)], sets);

        var wanted = Enumerable.Range(0, Captions).Where(i => near.AreNear(2 * i, (2 * i) + 1)).ToList();
        var found = sets.Crowds().ToList();
        Assert.InRange(wanted.Count, Captions / 5, Captions - 1);
        Assert.All(found, crowd => Assert.True(crowd is [var one, var other] && other == one + 1 && near.AreNear(one, other)));
        Assert.InRange(found.Count, wanted.Count * 49 / 50, wanted.Count);
    }

    [Fact]
    public void A_crowd_of_one_caption_costs_no_more_than_its_size_and_is_one_crowd()
    {
        const int Many = 5000;
        var near = new TextNeighbours([.. Enumerable.Repeat(Packed(Words(1, 0)), Many)], 0.8);
        var (sets, looks) = (new Sets(Many), 0L);

        near.Join([.. Enumerable.Range(0, Many)], sets);
        near.Pairs([.. Enumerable.Range(0, Many)], (_, _) => looks++);

        Assert.Equal(Many, Assert.Single(sets.Crowds()).Count);
        Assert.InRange(looks, 1, 64L * 64 * Many);
    }

    [Fact]
    public void The_better_of_two_that_are_nearly_the_same_stays_where_it_is_asked_for_and_the_event_tells_how_alike()
    {
        MeasuredSample[] samples = [Sample("a", Words(1, 0), 0.1), Sample("b", Words(1, 1), 0.2), Sample("c", Words(2, 0), 0.3)];

        var decisions = Selector.Decide(
            samples, new SelectOptions { Duplicates = new DuplicateOptions { TextJaccard = 0.5 } }, SoundPolicy.Keep);

        Assert.Equal(["duplicate.text", "kept", "kept"], decisions.Select(decision => decision.Verdict.Reason));
        Assert.Equal("b", decisions[0].DuplicateOf);
        var facts = SelectJob.EventOf(decisions[0]).Facts;
        Assert.Equal(0.77, facts["duplicate.jaccard"], 0.11);
        Assert.Equal(0.5, facts["duplicate.jaccard.min"]);
        Assert.All(Selector.Decide(samples, new SelectOptions(), SoundPolicy.Keep), decision => Assert.Equal("kept", decision.Verdict.Reason));
    }

    [Fact]
    public void Captions_of_too_few_words_are_no_duplicates()
    {
        MeasuredSample[] samples = [Sample("a", ["a", "dog"], 0.1), Sample("b", ["a", "dog"], 0.2)];
        var options = new DuplicateOptions { TextJaccard = 0.5 };

        string[] Reasons(DuplicateOptions duplicates) =>
            [.. Selector.Decide(samples, new SelectOptions { Duplicates = duplicates }, SoundPolicy.Keep).Select(d => d.Verdict.Reason)];

        Assert.Equal(["kept", "kept"], Reasons(options));
        Assert.Equal(["duplicate.text", "kept"], Reasons(options with { TextWordsMin = 2 }));
    }

    internal static MeasuredSample Sample(string id, IReadOnlyList<string> words, double cosine = 0, string key = "key")
    {
        var sample = Samples.Of(id, cosine: cosine);
        sample.Features.Set(KnownFeatures.CaptionSignature, Convert.ToBase64String(Signature.Of(words)!));
        sample.Features.Set(KnownFeatures.CaptionWords, (long)words.Count);
        sample.Features.Set(KnownFeatures.CaptionKey, key);
        return sample;
    }

    /// <summary>A made-up caption of which so many words, each third one, are others.</summary>
    internal static string[] Words(int number, int changed) =>
    [
        .. Enumerable.Range(0, WordsEach).Select(i => i % 3 == 1 && i / 3 < changed ? $"x{number}-{i}" : $"w{number}-{i}"),
    ];

    private static double Jaccard(string[] one, string[] other)
    {
        HashSet<string> Grams(string[] words) => [.. words, .. words.Zip(words.Skip(1), (a, b) => $"{a} {b}")];
        var (mine, others) = (Grams(one), Grams(other));
        return mine.Intersect(others).Count() / (double)mine.Union(others).Count();
    }

    private static ulong[] Packed(string[] words) =>
        [.. Signature.Of(words)!.Chunk(8).Select(bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes))];
}
