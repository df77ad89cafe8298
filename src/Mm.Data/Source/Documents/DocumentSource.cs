using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Documents;

/// <summary>
/// Puts in place of each document of a source its rows. A document that gives none stands as one sample with the reason, so that it has its
/// verdict like any other. A caption that the source has for a document is counted, not read: a document brings its own text.
/// </summary>
public sealed class DocumentSource(ISource source, DocumentShelf shelf) : ISource
{
    // Documents that are opened ahead; each may take as much memory as options allow.
    private const int AheadMax = 4;

    public async IAsyncEnumerable<SourceEntry> ListAsync(SourceCensus census, [EnumeratorCancellation] CancellationToken cancel)
    {
        // All of it first: which pictures are those of documents is known when the last document is open.
        var listed = await source.ListAsync(census, cancel).ToListAsync(cancel);
        var documents = listed.OfType<LocatedEntry>().Where(entry => entry.IsDocument).ToArray();
        var opened = new IReadOnlyList<SourceEntry>[documents.Length];
        var taken = new ConcurrentDictionary<(string Folder, string File), bool>();
        var ahead = new ParallelOptions { MaxDegreeOfParallelism = AheadMax, CancellationToken = cancel };
        await Parallel.ForAsync(0, documents.Length, ahead, async (index, stop) =>
        {
            opened[index] = await RowsAsync(documents[index], taken, stop);
        });
        foreach (var _ in documents.Where(document => document.Place != CaptionPlace.Nowhere))
            census.Ignore("caption-of-document");

        foreach (var entry in listed.Where(entry => !IsTaken(entry, taken)).Concat(opened.SelectMany(rows => rows)))
            yield return entry;
    }

    /// <summary>Documents have rows in their place, and so has a picture that one shows, unless it has a caption of its own.</summary>
    private static bool IsTaken(SourceEntry entry, ConcurrentDictionary<(string Folder, string File), bool> taken) =>
        entry is LocatedEntry { IsDocument: true }
        || (entry is LocatedEntry located && located.Place == CaptionPlace.Nowhere
            && taken.ContainsKey((located.Asset.Folder, located.Asset.File)));

    private async Task<IReadOnlyList<SourceEntry>> RowsAsync(
        LocatedEntry document, ConcurrentDictionary<(string Folder, string File), bool> taken, CancellationToken cancel)
    {
        var alone = LocatedEntry.Of(document.Key, document.Asset, CaptionPlace.Nowhere);
        Decoded<OpenedDocument> opened;
        try
        {
            opened = await shelf.OpenAsync(document.Asset, cancel);
        }
        catch (EnvironmentException e) when (e.Fault is not EnvironmentFault.ServiceAway)
        {
            return [alone]; // the planner reads it again, and tells all that cannot be read at once
        }

        if (opened.Value is not { } value)
            return [alone with { Fault = opened.Reason }];
        foreach (var file in value.Linked)
            taken[(file.Folder, file.File)] = true;
        return [.. value.Rows.Select((row, index) => Entry(document, value, row, index))];
    }

    private DocumentEntry Entry(LocatedEntry document, OpenedDocument opened, DocumentRow row, int index)
    {
        var sha256 = opened.Digest.ToString();
        var place = new DocumentPlace("", row.Number, opened.Rows.Count).Of(DocumentPlace.IdOf(sha256, row.Number));
        return new DocumentEntry(
            $"{document.Key}@{row.Number:D8}", document.Asset, shelf, opened.Digest, index, place, Sha256Digest.Of(row.Picture.Span),
            PlannedSample.DigestCaption(row.Caption, [], row.Slices))
        {
            AssetBytes = row.Picture.Length,
        };
    }
}
