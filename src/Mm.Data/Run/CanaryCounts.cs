using System.Collections.Concurrent;

namespace Mm.Data.Run;

/// <summary>Checks with canary pictures in a run, by kind. Safe for concurrent use.</summary>
public sealed class CanaryCounts
{
    private readonly ConcurrentDictionary<string, int> _checks = new(StringComparer.Ordinal);

    public void Add(IReadOnlyList<string> kinds)
    {
        foreach (var kind in kinds)
            _checks.AddOrUpdate(kind, 1, (_, count) => count + 1);
    }

    public int Of(string kind) => _checks.GetValueOrDefault(kind);
}

/// <summary>One kind of what is filled: how often its canary was found, or that there is no picture to check it with.</summary>
public sealed record CanaryReport(string Kind, int Checks, bool HasPicture);
