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
        var ahead = new Queue<Task<IReadOnlyList<SourceEntry>>>();
        try
        {
            await foreach (var entry in source.ListAsync(census, cancel))
            {
                if (entry is LocatedEntry { IsDocument: true } document)
                    ahead.Enqueue(RowsAsync(document, census, cancel));
                else
                    ahead.Enqueue(Task.FromResult<IReadOnlyList<SourceEntry>>([entry]));
                if (ahead.Count <= AheadMax)
                    continue;
                foreach (var row in await ahead.Dequeue())
                    yield return row;
            }

            while (ahead.TryDequeue(out var rows))
            {
                foreach (var row in await rows)
                    yield return row;
            }
        }
        finally
        {
            await Task.WhenAll(ahead).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<IReadOnlyList<SourceEntry>> RowsAsync(LocatedEntry document, SourceCensus census, CancellationToken cancel)
    {
        if (document.Place != CaptionPlace.Nowhere)
            census.Ignore("caption-of-document");
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

        return opened.Value is { } value
            ? [.. value.Rows.Select((row, index) => Entry(document, value, row, index))]
            : [alone with { Fault = opened.Reason }];
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
