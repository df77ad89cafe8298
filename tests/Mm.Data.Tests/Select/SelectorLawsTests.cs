using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CsCheck;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

/// <summary>What holds for every set of samples.</summary>
public sealed class SelectorLawsTests
{
    private static readonly SelectOptions Options = new()
    {
        Rules = [new() { Feature = "alignment.cosine", Min = 0.2, Reason = "alignment.low" }],
        Split = new SplitOptions { Eval = 0.5 },
    };

    [Fact]
    public void The_order_of_the_samples_changes_nothing() =>
        Gen.Select(Samples.Crowd, Gen.Int).Sample((samples, seed) =>
        {
            // An order that follows from the seed: by the digest of seed and id.
            var shuffled = samples.OrderBy(sample => Samples.Digest($"{seed}{sample.Id}"), StringComparer.Ordinal).ToArray();
            Assert.Equal(Json(Decide(samples)), Json(Decide(shuffled)));
        });

    [Fact]
    public void The_features_it_says_it_reads_are_all_it_needs() => Samples.Crowd.Sample(samples =>
    {
        var read = Selector.Reads(Options);
        var bare = samples.Select(sample => sample with { Features = Only(sample.Features, read) }).ToArray();
        Assert.Equal(Json(Decide(samples)), Json(Decide(bare)));

        static FeatureRow Only(FeatureRow from, IReadOnlySet<string> names)
        {
            var row = new FeatureRow();
            foreach (var name in names)
            {
                if (from.Code(name) is { } code)
                    row.Set(name, code);
                else if (from.Number(name) is { } number)
                    row.Set(name, number);
            }

            return row;
        }
    });

    [Fact]
    public void Each_sample_gets_one_final_decision() => Samples.Crowd.Sample(samples =>
    {
        var decisions = Decide(samples);

        Assert.Equal(samples.Select(sample => sample.Id).Order(StringComparer.Ordinal), decisions.Select(decision => decision.Id));
        Assert.All(decisions, decision => Assert.True(decision.Verdict.Outcome is Outcome.Kept or Outcome.Dropped));
        Assert.All(decisions, decision => Assert.Equal(decision.Verdict.Outcome is Outcome.Kept, decision.Split is not null));
    });

    [Fact]
    public void Deciding_again_on_what_was_kept_keeps_all_of_it_the_same() => Samples.Crowd.Sample(samples =>
    {
        var kept = Decide(samples).Where(decision => decision.Split is not null).ToList();
        var again = Decide([.. samples.Where(sample => kept.Any(decision => decision.Id == sample.Id))]);

        Assert.Equal(Json(kept), Json(again));
    });

    [Fact]
    public void No_two_kept_are_duplicates_and_each_duplicate_has_its_kept_one() => Samples.Crowd.Sample(samples =>
    {
        var byId = samples.ToDictionary(sample => sample.Id);
        var decisions = Decide(samples);
        var kept = decisions.Where(decision => decision.Split is not null).Select(decision => byId[decision.Id]).ToList();

        Assert.All(kept, one => Assert.DoesNotContain(kept, other => other != one && AreDuplicates(one, other)));
        Assert.All(
            decisions.Where(decision => decision.DuplicateOf is not null),
            decision => Assert.Contains(kept, one => one.Id == decision.DuplicateOf && AreDuplicates(one, byId[decision.Id])));
    });

    [Fact]
    public void Near_or_equal_samples_are_never_on_two_sides() => Samples.Crowd.Sample(samples =>
    {
        var byId = samples.ToDictionary(sample => sample.Id);
        var kept = Decide(samples, Options with { Duplicates = new DuplicateOptions { Exact = false, PerceptualBits = null } })
            .Where(decision => decision.Split is not null)
            .ToList();

        Assert.All(kept, one => Assert.All(
            kept.Where(other => AreNear(byId[one.Id], byId[other.Id], Options.Split.GroupBits)),
            other => Assert.Equal((one.Split, one.Cluster), (other.Split, other.Cluster))));
    });

    [Fact]
    public void A_stricter_rule_never_keeps_more() =>
        Gen.Select(Samples.Crowd, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((samples, one, other) =>
        {
            HashSet<string> Kept(double min) => [.. Decide(samples, new SelectOptions
            {
                Rules = [new() { Feature = "alignment.cosine", Min = min, Reason = "alignment.low" }],
                Duplicates = new DuplicateOptions { Exact = false, PerceptualBits = null },
            }).Where(decision => decision.Split is not null).Select(decision => decision.Id)];

            Assert.Subset(Kept(Math.Min(one, other)), Kept(Math.Max(one, other)));
        });

    [Fact]
    public void Neighbours_are_those_that_comparing_all_with_all_finds() =>
        Gen.Select(Samples.Crowd, Gen.Int[0, 24], Gen.Bool).Sample((samples, bits, many) =>
        {
            var neighbours = new Neighbours(bits, many ? 1_000_000 : 1);
            ulong[] hashes = [.. samples.Select(Hash).OfType<ulong>()];
            for (var i = 0; i < hashes.Length; i++)
                neighbours.Add(i, hashes[i]);

            Assert.All(hashes, hash => Assert.Equal(
                Enumerable.Range(0, hashes.Length).Where(i => BitOperations.PopCount(hashes[i] ^ hash) <= bits),
                neighbours.Within(hash).Select(entry => entry.Row).Distinct().Order()));
        });

    /// <summary>Enough random hashes that bands are used rather than all pairs, with near ones planted.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(11)]
    public void Near_hashes_are_joined_as_comparing_all_with_all_joins_them(int bits)
    {
        const int Count = 6000;
        ulong[] hashes = [.. Enumerable.Range(0, Count).Select(i => Convert.ToUInt64(Samples.Digest($"{i / 3}")[..16], 16)
            ^ (i % 3 == 0 ? 0 : 1UL << (i % 64)) ^ (i % 3 == 2 ? 1UL << (i * 7 % 64) : 0))];
        var (found, expected) = (new Sets(Count), new Sets(Count));

        NearHashes.Join(hashes, [.. Enumerable.Range(0, Count)], bits, found, verify: null, bandedFrom: 0);
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (BitOperations.PopCount(hashes[i] ^ hashes[j]) <= bits)
                    expected.Join(i, j);
            }
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(expected.Root), Enumerable.Range(0, Count).Select(found.Root));
        Assert.Equal(
            Enumerable.Range(0, Count).GroupBy(expected.Root).Where(set => set.Count() > 1).Select(set => string.Join(' ', set)),
            found.Crowds().Select(crowd => string.Join(' ', crowd)));
    }

    private static Decisions Decide(IReadOnlyList<MeasuredSample> samples, SelectOptions? options = null) =>
        Selector.Decide(samples, options ?? Options, SoundPolicy.Remove);

    private static string Json(IEnumerable<SelectDecision> decisions) => JsonSerializer.Serialize(decisions);

    private static bool AreDuplicates(MeasuredSample one, MeasuredSample other) =>
        one.AssetSha256 == other.AssetSha256
        || (one.Features.Code(KnownFeatures.Modality) == other.Features.Code(KnownFeatures.Modality) && AreNear(one, other, 6));

    private static bool AreNear(MeasuredSample one, MeasuredSample other, int bits) =>
        one.AssetSha256 == other.AssetSha256
        || (Hash(one) is { } mine && Hash(other) is { } theirs && BitOperations.PopCount(mine ^ theirs) <= bits);

    private static ulong? Hash(MeasuredSample sample) =>
        sample.Features.Code(KnownFeatures.PerceptualHash) is { } hex && sample.Features.Number(KnownFeatures.FlatPicture) == 0
            ? ulong.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
}
