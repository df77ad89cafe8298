namespace Mm.Data.Select;

/// <summary>Disjoint sets of the numbers below <paramref name="count"/>, which begin alone (union-find with path halving).</summary>
internal sealed class Sets(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    /// <summary>The smallest member of the set that <paramref name="at"/> is in.</summary>
    public int Root(int at)
    {
        while (_parents[at] != at)
            at = _parents[at] = _parents[_parents[at]];
        return at;
    }

    public void Join(int one, int other)
    {
        one = Root(one);
        other = Root(other);
        _parents[Math.Max(one, other)] = Math.Min(one, other);
    }

    /// <summary>The sets of two and more, by their smallest member, members in ascending order.</summary>
    public IEnumerable<IReadOnlyList<int>> Crowds()
    {
        var roots = new int[count];
        var items = new int[count];
        var many = 0;
        var sizes = new int[count];
        for (var i = 0; i < count; i++)
            sizes[Root(i)]++;
        for (var i = 0; i < count; i++)
        {
            if (sizes[Root(i)] < 2)
                continue;
            roots[many] = Root(i);
            items[many++] = i;
        }

        Array.Sort(roots, items, 0, many);
        for (var from = 0; from < many;)
        {
            var size = sizes[roots[from]];
            var crowd = items[from..(from + size)];
            Array.Sort(crowd); // the sort above keeps no order among equals
            yield return crowd;
            from += size;
        }
    }
}
