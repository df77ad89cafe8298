namespace Mm.Data.Pipeline.Definition;

/// <summary>What the writer of a misspelt name probably meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The closest of <paramref name="known"/>, or null when none is within a third of the name's length (at least 2 edits).
    /// </summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        var best = known
            .Select(candidate => (Name: candidate, Edits: Edits(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Edits)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Edits <= Math.Max(2, name.Length / 3) ? best.Name : null;
    }

    /// <summary><c>did you mean faces? known: alignment, faces</c></summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        var list = names.Count == 0 ? "none is known" : $"known: {string.Join(", ", names)}";
        return To(name, names) is { } near ? $"did you mean {near}? {list}" : list;
    }

    // Levenshtein's distance, one row at a time. Names longer than 100 characters are cut: nobody misspells those.
    private static int Edits(string from, string to)
    {
        from = from[..Math.Min(from.Length, 100)];
        to = to[..Math.Min(to.Length, 100)];
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
