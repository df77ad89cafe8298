namespace Mm.Data.Select;

/// <summary>
/// Connected components of candidates whose assets have the same bytes or whose hashes are near, whatever their modality.
/// </summary>
internal static class Groups
{
    /// <summary>
    /// Every candidate in exactly one group. Which groups there are does not depend on the order of <paramref name="candidates"/>.
    /// </summary>
    public static IEnumerable<IReadOnlyList<Candidate>> Of(IReadOnlyList<Candidate> candidates, int bits)
    {
        var parents = Enumerable.Range(0, candidates.Count).ToArray();
        var place = new Dictionary<Candidate, int>(ReferenceEqualityComparer.Instance);
        var byDigest = new Dictionary<string, int>(StringComparer.Ordinal);
        var near = new Neighbours(bits, candidates.Count);
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            place[candidate] = i;
            if (!byDigest.TryAdd(candidate.AssetSha256, i))
                Join(parents, i, byDigest[candidate.AssetSha256]);
            if (candidate.Hash is not { } hash)
                continue;
            foreach (var entry in near.Within(hash))
                Join(parents, i, place[entry.Candidate]);
            near.Add(candidate, hash);
        }

        return candidates.GroupBy(candidate => Root(parents, place[candidate])).Select(group => group.ToList());
    }

    private static void Join(int[] parents, int one, int other)
    {
        one = Root(parents, one);
        other = Root(parents, other);
        parents[Math.Max(one, other)] = Math.Min(one, other);
    }

    private static int Root(int[] parents, int at)
    {
        while (parents[at] != at)
            at = parents[at] = parents[parents[at]];
        return at;
    }
}
