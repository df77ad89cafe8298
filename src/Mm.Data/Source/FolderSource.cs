using System.Runtime.CompilerServices;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// A folder of media, with everything below it. A caption comes from, first found: a row of the nearest <c>metadata.jsonl</c> at or
/// above the file that names it (<c>file_name</c>, relative to that list; several rows are several samples); <c>name.json</c> beside
/// it, if it holds the caption key; <c>name.txt</c> beside it. A file without any enters with the caption "".
/// </summary>
internal sealed class FolderSource(IFiles files, string folder, string captionKey, bool takesDocuments = false) : ISource
{
    private const string PathKey = "file_name";

    public async IAsyncEnumerable<SourceEntry> ListAsync(SourceCensus census, [EnumeratorCancellation] CancellationToken cancel)
    {
        var found = await new FolderWalk(files, folder, captionKey, takesDocuments, census).RunAsync(cancel);
        var rows = await MetadataRowsAsync(found, census, cancel);
        var entries = found.Assets.Values.Where(asset => !rows.ContainsKey(asset.Key))
            .Concat(rows.Values.SelectMany(list => list)).ToList();
        entries.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        foreach (var entry in entries)
            yield return entry;
    }

    private async Task<Dictionary<string, List<LocatedEntry>>> MetadataRowsAsync(
        FolderContents found, SourceCensus census, CancellationToken cancel)
    {
        var rows = new Dictionary<string, List<LocatedEntry>>(StringComparer.Ordinal);
        var faults = new ListFaults();

        // Outermost first, so that a nearer list replaces what a farther one said of a file.
        foreach (var list in found.MetadataLists.OrderBy(list => list.Count(c => c == '/')).ThenBy(list => list, StringComparer.Ordinal))
        {
            var mine = new Dictionary<string, List<LocatedEntry>>(StringComparer.Ordinal);
            var prefix = list[..(list.LastIndexOf('/') + 1)];
            var place = InputFile.At(files, $"{folder.TrimEnd('/')}/{list}") with { Label = list };
            var named = new ListedFiles(files, place.Folder);
            await foreach (var row in new JsonLinesList(place, PathKey, captionKey).ReadAsync(cancel))
            {
                var file = row.Path is null ? ListedFile.Faulty(row.Fault!) : await named.FindAsync(row.Path, cancel);
                if (file == ListedFile.Absent)
                    census.Ignore("missing-file");
                else if (file.Fault is { } fault)
                    faults.Add($"{list}, line {row.Line} {fault}.");
                else if (found.Assets.TryGetValue(prefix + file.Key, out var asset))
                    Add(mine, asset.Key, asset with { Key = $"{asset.Key}#{row.Line:D10}", Place = row.Caption });
                else
                    census.Ignore("row-without-asset");
            }

            foreach (var (key, samples) in mine)
                rows[key] = samples;
        }

        faults.ThrowIfAny();
        return rows;
    }

    private static void Add(Dictionary<string, List<LocatedEntry>> rows, string key, LocatedEntry entry)
    {
        if (!rows.TryGetValue(key, out var list))
            rows[key] = list = [];
        list.Add(entry);
    }
}
