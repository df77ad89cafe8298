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

    private const int OpenedAtOnce = 8;

    private readonly ConcurrentDictionary<string, Lazy<long[]>> _lines = new(StringComparer.Ordinal);
    private readonly long[] _eventsBefore;

    /// <param name="manifest">The release's.</param>
    /// <param name="firsts">Sample of the first line of each file in the manifest's order; null where a file is empty.</param>
    /// <param name="lines">Lines before each stretch, of the files of which that is known.</param>
    public AuditIndex(ReleaseManifest manifest, IReadOnlyList<string?> firsts, IReadOnlyDictionary<string, long[]> lines)
    {
        Firsts = firsts;
        foreach (var (path, before) in lines)
            _lines[path] = new Lazy<long[]>(before);
        _eventsBefore = new long[manifest.Audit.Count];
        for (var file = 1; file < _eventsBefore.Length; file++)
            _eventsBefore[file] = _eventsBefore[file - 1] + manifest.Audit[file - 1].Events;
    }

    internal IReadOnlyList<string?> Firsts { get; }

    /// <summary>Events of the release before those of a file.</summary>
    internal long EventsBefore(int file) => _eventsBefore[file];

    /// <exception cref="Pipeline.EnvironmentException">A file cannot be read.</exception>
    internal static AuditIndex Of(ReleaseReader release)
    {
        var firsts = release.Manifest.Audit.Select(file => FirstOf(release, file)).ToArray();
        return new AuditIndex(release.Manifest, firsts, new Dictionary<string, long[]>());
    }

    /// <summary>The sample of the first line of each audit file, in the manifest's order; some are opened at once.</summary>
    /// <exception cref="Pipeline.EnvironmentException">A file cannot be read.</exception>
    public static async Task<IReadOnlyList<string?>> FirstsAsync(ReleaseReader release, CancellationToken cancel)
    {
        var firsts = new string?[release.Manifest.Audit.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(0, firsts.Length, options, (file, _) =>
        {
            firsts[file] = FirstOf(release, release.Manifest.Audit[file]);
            return ValueTask.CompletedTask;
        });
        return firsts;
    }

    /// <summary>Line feeds before each stretch of a file; counted when they are first asked for.</summary>
    internal long[] LinesBefore(string path, Func<long[]> count) => _lines.GetOrAdd(path, _ => new Lazy<long[]>(count)).Value;

    private static string? FirstOf(ReleaseReader release, EventsFile file)
    {
        using var lines = SortedLines.Open(release.FileOf(file), file.Path);
        return lines.First();
    }
}

/// <summary>What is known already of a release and of where a sample's row lies in it; null for one without a row.</summary>
public sealed record KnownPlaces(AuditIndex Audit, RowPlace? Row);
