using System.Text;

namespace Mm.Data.App.Evaluation;

/// <summary>Whether a planted string can be read in what a reader saw. Only letters and digits count, of either case.</summary>
internal static class Readable
{
    public static string Normal(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var character in text.Where(char.IsLetterOrDigit))
            normal.Append(char.ToLowerInvariant(character));
        return normal.ToString();
    }

    /// <summary>Length of the longest stretch of <paramref name="planted"/> that stands in <paramref name="seen"/>, both normal.</summary>
    public static int LongestPart(string planted, string seen)
    {
        var (longest, before) = (0, new int[seen.Length + 1]);
        foreach (var character in planted)
        {
            var now = new int[seen.Length + 1];
            for (var i = 0; i < seen.Length; i++)
            {
                if (seen[i] == character)
                    longest = Math.Max(longest, now[i + 1] = before[i] + 1);
            }

            before = now;
        }

        return longest;
    }

    /// <summary>Characters of the labelled lines, and how many of them were misread: the edit distance to the likest line read.</summary>
    public static (int Characters, int Wrong) Errors(IEnumerable<string> labels, IEnumerable<string> readings)
    {
        string[] read = [.. readings.Select(Normal)];
        var (characters, wrong) = (0, 0);
        foreach (var label in labels.Select(Normal))
        {
            characters += label.Length;
            wrong += read.Select(line => Distance(label, line)).Append(label.Length).Min();
        }

        return (characters, wrong);
    }

    /// <summary>Words of the labels, and how many of them a reader saw, each at most as often as it saw it.</summary>
    public static (int Words, int Seen) Words(IEnumerable<string> labels, IEnumerable<string> readings)
    {
        var there = Split(readings).CountBy(word => word).ToDictionary();
        var (words, seen) = (0, 0);
        foreach (var word in Split(labels))
        {
            words++;
            if (there.GetValueOrDefault(word) is > 0 and var left)
                (seen, there[word]) = (seen + 1, left - 1);
        }

        return (words, seen);
    }

    /// <summary>Levenshtein's.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[b.Length];
    }

    private static IEnumerable<string> Split(IEnumerable<string> texts) =>
        texts.SelectMany(text => text.Split(' ')).Select(Normal).Where(word => word.Length > 0);
}
