using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// A list of paths and captions. Each row is a sample, so a file may stand in several rows, with a caption each. Files enter whatever
/// their extension, because they were named on purpose. Keys are <c>path#row</c>.
/// </summary>
internal sealed class ListSource(InputFile file, IListReader list, bool takesDocuments = false) : ISource
{
    public async IAsyncEnumerable<SourceEntry> ListAsync(SourceCensus census, [EnumeratorCancellation] CancellationToken cancel)
    {
        var files = new ListedFiles(file.Files, file.Folder);
        var faults = new ListFaults();
        var entries = new List<LocatedEntry>();
        await foreach (var row in list.ReadAsync(cancel))
        {
            var listed = row.Path is null ? ListedFile.Faulty(row.Fault!) : await files.FindAsync(row.Path, cancel);
            if (listed == ListedFile.Absent)
                census.Ignore("missing-file");
            else if (listed.Fault is { } fault)
                faults.Add($"{file.Label}, line {row.Line} {fault}.");
            else
                entries.Add(Entry(listed, row));
        }

        faults.ThrowIfAny();
        entries.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        foreach (var entry in entries)
            yield return entry;
    }

    private LocatedEntry Entry(ListedFile listed, ListRow row) =>
        LocatedEntry.Of($"{listed.Key}#{row.Line:D10}", listed.Range!, row.Caption) with
        {
            IsDocument = takesDocuments && MediaNames.IsDocument(Path.GetExtension(listed.Key).TrimStart('.')),
        };
}
