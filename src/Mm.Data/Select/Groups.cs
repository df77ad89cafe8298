namespace Mm.Data.Select;

/// <summary>
/// Connected components of rows whose assets have the same bytes whose hashes are near, whatever their modality; for the split
/// also those that are of one document or film.
/// </summary>
internal static class Groups
{
    /// <summary>
    /// For each of <paramref name="rows"/>, in their order, the row of its group whose asset has the smallest digest.
    /// </summary>
    public static int[] Of(SelectTable table, int[] rows, int bits) => Least(table, rows, Near(table, rows, bits));

    /// <summary>The same, with the rows of a document, or the clips of a film, in one group.</summary>
    public static int[] OfDocuments(SelectTable table, int[] rows, int bits)
    {
        var sets = Near(table, rows, bits);
        JoinDocuments(table, rows, sets);
        return Least(table, rows, sets);
    }

    private static Sets Near(SelectTable table, int[] rows, int bits)
    {
        var sets = new Sets(rows.Length);
        JoinEqual(table, rows, sets);
        JoinNear(table, rows, bits, sets);
        return sets;
    }

    private static int[] Least(SelectTable table, int[] rows, Sets sets)
    {
        var least = new int[rows.Length];
        Array.Fill(least, -1);
        for (var i = 0; i < rows.Length; i++)
        {
            ref var own = ref least[sets.Root(i)];
            if (own < 0 || string.CompareOrdinal(table.Rows[rows[i]].AssetSha256, table.Rows[own].AssetSha256) < 0)
                own = rows[i];
        }

        return [.. rows.Select((_, i) => least[sets.Root(i)])];
    }

    /// <summary>Joins the places of <paramref name="rows"/> that have the same asset.</summary>
    public static void JoinEqual(SelectTable table, int[] rows, Sets sets)
    {
        var byDigest = new Dictionary<string, int>(rows.Length, StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!byDigest.TryAdd(table.Rows[rows[i]].AssetSha256, i))
                sets.Join(i, byDigest[table.Rows[rows[i]].AssetSha256]);
        }
    }

    /// <summary>Joins the places of <paramref name="rows"/> that are of one document or film.</summary>
    private static void JoinDocuments(SelectTable table, int[] rows, Sets sets)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            if (table.Rows[rows[i]].Document is { } document && !first.TryAdd(document, i))
                sets.Join(i, first[document]);
        }
    }

    /// <summary>Joins the places of <paramref name="rows"/> whose hashes are within so many bits.</summary>
    public static void JoinNear(SelectTable table, int[] rows, int bits, Sets sets)
    {
        int[] places = [.. Enumerable.Range(0, rows.Length).Where(i => table.Rows[rows[i]].HasHash)];
        NearHashes.Join([.. places.Select(i => table.Rows[rows[i]].Hash)], places, bits, sets);
    }
}
