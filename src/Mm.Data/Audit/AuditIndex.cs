using System.Collections.Concurrent;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>
/// What is learned once of a release's audit files, so that many stories are told without opening all of them each time: with which sample
/// each begins, and how many lines lie before each stretch of a large one. Holds for the release that it was made of.
/// </summary>
public sealed class AuditIndex
{
    /// <summary>Bytes of a stretch.</summary>
    internal const int StretchBytes = 1 << 20;

    private readonly ConcurrentDictionary<string, Lazy<long[]>> _lines = new(StringComparer.Ordinal);
    private readonly string?[] _firsts;

    private AuditIndex(string?[] firsts) => _firsts = firsts;

    /// <summary>Sample of the first line of each file in manifest order; null where a file is empty.</summary>
    internal IReadOnlyList<string?> Firsts => _firsts;

    /// <exception cref="Pipeline.EnvironmentException">A file cannot be read.</exception>
    public static AuditIndex Of(ReleaseReader release)
    {
        var firsts = new string?[release.Manifest.Audit.Count];
        for (var file = 0; file < firsts.Length; file++)
        {
            using var lines = SortedLines.Open(release.Folder, release.Manifest.Audit[file].Path);
            firsts[file] = lines.First();
        }

        return new AuditIndex(firsts);
    }

    /// <summary>Line feeds before each stretch of a file; counted when they are first asked for.</summary>
    internal long[] LinesBefore(string path, Func<long[]> count) => _lines.GetOrAdd(path, _ => new Lazy<long[]>(count)).Value;
}

/// <summary>
/// Where what a release tells of a sample lies: its features at a place of a file, counted from 0; <paramref name="Row"/> is null for one
/// without a row.
/// </summary>
public sealed record KnownPlaces(AuditIndex Audit, string FeatureFile, long FeatureRow, RowPlace? Row);
