namespace Mm.Data.Select;

/// <summary>
/// Connected components of rows whose assets have the same bytes or whose hashes are near, whatever their modality.
/// </summary>
internal static class Groups
{
    /// <summary>
    /// For each of <paramref name="rows"/>, in their order, the row of its group whose asset has the smallest digest.
    /// </summary>
    public static int[] Of(SelectTable table, int[] rows, int bits)
    {
        var sets = new Sets(rows.Length);
        JoinEqual(table, rows, sets);
        JoinNear(table, rows, bits, sets);
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

    /// <summary>Joins the places of <paramref name="rows"/> whose hashes are within so many bits.</summary>
    public static void JoinNear(SelectTable table, int[] rows, int bits, Sets sets)
    {
        int[] places = [.. Enumerable.Range(0, rows.Length).Where(i => table.Rows[rows[i]].HasHash)];
        NearHashes.Join([.. places.Select(i => table.Rows[rows[i]].Hash)], places, bits, sets);
    }
}
