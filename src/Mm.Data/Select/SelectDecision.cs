using Mm.Data.Pipeline;

namespace Mm.Data.Select;

/// <summary>What Select decided about one sample.</summary>
/// <param name="Id">The sample.</param>
/// <param name="Verdict">Kept or dropped, by stage <c>select</c>.</param>
/// <param name="Split"><c>train</c> or <c>eval</c>; null when dropped.</param>
/// <param name="DuplicateOf">The id of the kept sample that stands for this one; null for all but duplicates.</param>
/// <param name="Cluster">
/// The smallest asset digest of the kept near-duplicates that share a split with this sample, or with the one that stands for it;
/// null when a rule dropped it. </param>
/// <param name="Facts">
/// The values and bounds that decided: <c>alignment.cosine</c> and <c>alignment.cosine.min</c>, <c>.max</c>, <c>.missing</c> (1);
/// <c>duplicate.bits</c> and <c>duplicate.bits.max</c>; <c>split.draw</c> and <c>split.eval</c>. In ordinal order.
/// </param>
public sealed record SelectDecision(
    string Id, Verdict Verdict, string? Split, string? DuplicateOf, string? Cluster, IReadOnlyDictionary<string, double> Facts)
{
    /// <summary>Where it stands already, for what another release has; null for all else.</summary>
    public KnownMatch? Known { get; init; }
}
