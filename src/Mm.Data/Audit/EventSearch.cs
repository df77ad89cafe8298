using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>An event's line, the file that it stands in, its number there from 1, and which leaf of the release it is.</summary>
internal sealed record FoundLine(AuditLine Line, string File, long Number, long Leaf);

/// <summary>
/// Finds the events of a sample without reading all of them: audit files hold their samples in order of id, and follow one another in
/// that order within a phase and split. Where that finds nothing, every line is looked at.
/// </summary>
internal sealed class EventSearch(ReleaseReader release, AuditIndex? known)
{
    private const int FoundMax = 10_000;

    private readonly IReadOnlyList<EventsFile> _files = release.Manifest.Audit;
    private AuditIndex? _index = known;

    /// <summary>Every line whose sample's id begins with this.</summary>
    /// <exception cref="EnvironmentException">A file cannot be read, or a line of it is no event.</exception>
    public async Task<IReadOnlyList<FoundLine>> FindAsync(string prefix, CancellationToken cancel)
    {
        _index ??= AuditIndex.Of(release);
        var firsts = _index.Firsts;
        var found = new List<FoundLine>();
        foreach (var file in Candidates(firsts, prefix))
        {
            cancel.ThrowIfCancellationRequested();
            using var lines = SortedLines.Open(release.FileOf(_files[file]), _files[file].Path, _index);
            found.AddRange(lines.Find(prefix).Select(line => Found(file, line.Bytes, line.Number)).Take(FoundMax));
        }

        return found.Count > 0 ? found : await ScanAsync(prefix, cancel);
    }

    /// <summary>
    /// Of each stretch of files whose first ids rise: the last that begins before the prefix, and those that begin with it.
    /// </summary>
    private static IEnumerable<int> Candidates(IReadOnlyList<string?> firsts, string prefix)
    {
        var before = -1;
        for (var file = 0; file < firsts.Count; file++)
        {
            if (firsts[file] is not { } first)
                continue;
            var isNew = file > 0 && firsts[file - 1] is { } previous && string.CompareOrdinal(first, previous) <= 0;
            if (isNew && before >= 0)
                yield return before;
            if (isNew)
                before = -1;
            if (first.StartsWith(prefix, StringComparison.Ordinal))
                yield return file;
            else if (string.CompareOrdinal(first, prefix) < 0)
                before = file;
        }

        if (before >= 0)
            yield return before;
    }

    private async Task<IReadOnlyList<FoundLine>> ScanAsync(string prefix, CancellationToken cancel)
    {
        var found = new List<FoundLine>();
        var wanted = Encoding.UTF8.GetBytes($"\"sample\":\"{prefix}");
        for (var file = 0; file < _files.Count; file++)
        {
            long number = 0;
            await foreach (var bytes in AuditFile.ReadRawAsync(release.WholeOf(_files[file]), cancel))
            {
                number++;
                if (bytes.AsSpan().IndexOf(wanted) >= 0 && found.Count < FoundMax)
                    found.Add(Found(file, bytes, number));
            }
        }

        return [.. found.Where(line => line.Line.Event.SampleId.StartsWith(prefix, StringComparison.Ordinal))];
    }

    private FoundLine Found(int file, byte[] bytes, long number)
    {
        var auditEvent = AuditFile.TryParse(bytes) ?? throw SortedLines.NoEvent(_files[file].Path, number);
        return new FoundLine(new AuditLine(auditEvent, bytes), _files[file].Path, number, _index!.EventsBefore(file) + number - 1);
    }
}
