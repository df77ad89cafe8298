using System.Text.RegularExpressions;

namespace Mm.Data.Tests.Kit;

/// <summary>The K-th call of one kind on one path, counted within a thread as strace counts.</summary>
internal sealed partial record CallPoint(string Call, string Path, int Number)
{
    /// <summary>Every point of a run, from strace's log with <c>-y</c>, of paths below <paramref name="folder"/>; in a fixed order.</summary>
    public static IReadOnlyList<CallPoint> Read(IEnumerable<string> log, string folder)
    {
        var counts = new Dictionary<(string Thread, string Call, string Path), int>();
        foreach (var line in log)
        {
            // What was interrupted by another thread's line goes on in one that begins with <...
            if (Entry.Match(line) is not { Success: true } match || !match.Groups["path"].Value.StartsWith(folder, StringComparison.Ordinal))
                continue;
            var key = (match.Groups["thread"].Value, match.Groups["call"].Value, match.Groups["path"].Value);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return [.. counts.GroupBy(pair => (pair.Key.Call, pair.Key.Path))
            .SelectMany(calls => Enumerable.Range(1, calls.Max(pair => pair.Value)).Select(k => new CallPoint(calls.Key.Call, calls.Key.Path, k)))
            .OrderBy(point => point.Path, StringComparer.Ordinal).ThenBy(point => point.Call, StringComparer.Ordinal)
            .ThenBy(point => point.Number)];
    }

    /// <summary>The call and the file's name without its numbers: what is done alike.</summary>
    public string Kind => $"{Call} {Digits.Replace(System.IO.Path.GetFileName(Path), "0")}";

    public override string ToString() => $"{Call} {Number} on {Path}";

    // A descriptor with its path, or the first path among the arguments: strace's filter sees no other of a rename.
    [GeneratedRegex("""^(?<thread>\d+) +(?<call>\w+)\((?:\d+<(?<path>/[^>]*)>|(?:AT_FDCWD(?:<[^>]*>)?, )?"(?<path>[^"]*)")""")]
    private static partial Regex Entry { get; }

    [GeneratedRegex("[0-9a-f]{8,}|[0-9]+")]
    private static partial Regex Digits { get; }
}
