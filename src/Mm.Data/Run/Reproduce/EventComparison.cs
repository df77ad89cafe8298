using System.Globalization;
using Mm.Data.Audit;
using Mm.Data.Pipeline;

namespace Mm.Data.Run.Reproduce;

/// <summary>Holds an event that was made anew against the ledger's. Its line is the leaf, so equal bytes are the same leaf.</summary>
internal static class EventComparison
{
    private const int NamedMax = 6;

    /// <summary>What differs: verdicts, numbers and names of digests, never anything of a text. Null: the same leaf.</summary>
    public static string? Difference(AuditLine stated, AuditEvent made)
    {
        if (AuditFile.Line(made).AsSpan().SequenceEqual(stated.Bytes.Span))
            return null;
        var was = stated.Event;
        List<string> parts = [];
        if (was.Verdict != made.Verdict)
            parts.Add($"verdict {Text(was.Verdict)} became {Text(made.Verdict)}");
        parts.AddRange(Changed(was.Facts, made.Facts, (a, b) => $"{Number(a)} became {Number(b)}"));
        parts.AddRange(Changed(was.Digests, made.Digests, (_, _) => "differs").Select(part => $"digest {part}"));
        parts.AddRange(Changed(was.Codes, made.Codes, (_, _) => "differs").Select(part => $"code {part}"));
        if (was.Redactions.Count != made.Redactions.Count || was.Obfuscations.Count != made.Obfuscations.Count)
            parts.Add($"{Filled(was)} redactions became {Filled(made)}");
        if (parts.Count == 0)
            parts.Add("regions of redactions differ");
        return string.Join("; ", parts.Take(NamedMax)) + (parts.Count > NamedMax ? $"; and {parts.Count - NamedMax} more" : "");
    }

    private static int Filled(AuditEvent auditEvent) => auditEvent.Redactions.Count + auditEvent.Obfuscations.Count;

    private static IEnumerable<string> Changed<T>(
        IReadOnlyDictionary<string, T> was, IReadOnlyDictionary<string, T> made, Func<T, T, string> tell)
    {
        foreach (var name in was.Keys.Union(made.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (before, after) = (was.TryGetValue(name, out var a), made.TryGetValue(name, out var b));
            if (!before)
                yield return $"{name} is new";
            else if (!after)
                yield return $"{name} is gone";
            else if (!EqualityComparer<T>.Default.Equals(a, b))
                yield return $"{name} {tell(a!, b!)}";
        }
    }

    private static string Text(Verdict verdict) => $"{EnumCode.Of(verdict.Outcome)} by {verdict.Stage} ({verdict.Reason})";

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
