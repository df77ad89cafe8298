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

    /// <summary>Words of the labels, and how many of them a reader saw, each at most as often as it saw it.</summary>
    public static (int Words, int Seen) Words(IEnumerable<string> labels, IEnumerable<string> readings)
    {
        var there = Split(readings).GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
        var (words, seen) = (0, 0);
        foreach (var word in Split(labels))
        {
            words++;
            if (there.GetValueOrDefault(word) is > 0 and var left)
                (seen, there[word]) = (seen + 1, left - 1);
        }

        return (words, seen);
    }

    private static IEnumerable<string> Split(IEnumerable<string> texts) =>
        texts.SelectMany(text => text.Split(' ')).Select(Normal).Where(word => word.Length > 0);
}
