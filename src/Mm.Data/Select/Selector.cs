using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>
/// Decides on the features of the whole run: rules, then duplicates among those that pass, then the split of those that stay. A pure
/// function of the set of samples: their order does not matter, and deciding again on what was kept keeps all of it with the same
/// splits.
/// </summary>
public static class Selector
{
    public const string Stage = "select";
    public const string Train = "train";
    public const string Eval = "eval";

    /// <summary>The features that <see cref="Decide"/> reads under these options; the others need not be there.</summary>
    public static IReadOnlySet<string> Reads(SelectOptions options) => new HashSet<string>(
        [
            KnownFeatures.Modality, KnownFeatures.PerceptualHash, KnownFeatures.FlatPicture,
            .. options.Duplicates.KeepBest, .. options.Rules.Select(rule => rule.Feature),
        ],
        StringComparer.Ordinal);

    /// <summary>One decision for each sample that Measure kept, ordered by id.</summary>
    /// <exception cref="ArgumentException">Two samples have one id.</exception>
    public static IReadOnlyList<SelectDecision> Decide(IReadOnlyList<MeasuredSample> measured, SelectOptions options, SoundPolicy sound)
    {
        var candidates = measured
            .Where(sample => sample.Verdict.Outcome is Outcome.Kept)
            .OrderBy(sample => sample.Id, StringComparer.Ordinal)
            .Select(sample => new Candidate(sample))
            .ToList();
        for (var i = 1; i < candidates.Count; i++)
        {
            if (candidates[i].Id == candidates[i - 1].Id)
                throw new ArgumentException($"Two samples have the id {candidates[i].Id}.", nameof(measured));
        }

        candidates.ForEach(candidate => ApplyRules(candidate, options.Rules, sound));
        Duplicates.Drop([.. candidates.Where(candidate => candidate.IsLive)], options.Duplicates);
        var kept = candidates.Where(candidate => candidate.IsLive).ToList();
        Draw(kept, options.Split);
        foreach (var duplicate in candidates.Where(candidate => candidate.DuplicateOf is not null))
            duplicate.Cluster = duplicate.DuplicateOf!.Cluster;
        return [.. candidates.Select(candidate => candidate.Decision())];
    }

    private static void ApplyRules(Candidate candidate, IReadOnlyList<Rule> rules, SoundPolicy sound)
    {
        if (sound is SoundPolicy.Remove && candidate.Modality is Modality.Audio)
        {
            candidate.Reason = "sound.removed";
            return;
        }

        // A sample of unknown modality is held to every rule.
        foreach (var rule in rules.Where(rule => rule.On.Count == 0 || candidate.Modality is not { } own || rule.On.Contains(own)))
        {
            if (Holds(candidate, rule))
                continue;
            candidate.Reason = rule.Reason;
            return;
        }
    }

    private static bool Holds(Candidate candidate, Rule rule)
    {
        var facts = candidate.Facts;
        if (rule.Min is { } min)
            facts[$"{rule.Feature}.min"] = min;
        if (rule.Max is { } max)
            facts[$"{rule.Feature}.max"] = max;
        if (candidate.Features.Number(rule.Feature) is not { } value)
        {
            facts[$"{rule.Feature}.missing"] = 1;
            return rule.Missing is MissingFeature.Keep;
        }

        facts[rule.Feature] = value;
        return !(value < rule.Min) && !(value > rule.Max);
    }

    // Near-duplicates are drawn as one, so that none of them is trained on while another is evaluated on.
    private static void Draw(List<Candidate> kept, SplitOptions options)
    {
        foreach (var group in Groups.Of(kept, options.GroupBits))
        {
            var cluster = group.Select(candidate => candidate.AssetSha256).Min(StringComparer.Ordinal)!;
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Seed}:{cluster}"));
            var draw = (BinaryPrimitives.ReadUInt64BigEndian(digest) >> 11) * double.Exp2(-53); // uniform in [0, 1)
            foreach (var candidate in group)
            {
                candidate.Cluster = cluster;
                candidate.Split = draw < options.Eval ? Eval : Train;
                candidate.Facts["split.draw"] = draw;
                candidate.Facts["split.eval"] = options.Eval;
            }
        }
    }
}
