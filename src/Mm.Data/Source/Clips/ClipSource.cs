using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Clips;

/// <summary>
/// Puts in place of each film of a source its clips, by the names of the files. A film that gives none stands as one sample with the
/// reason, so that it has its verdict like any other; a file with sound alone stays what it was.
/// </summary>
public sealed class ClipSource(ISource source, ClipShelf shelf) : ISource
{
    public async IAsyncEnumerable<SourceEntry> ListAsync(SourceCensus census, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var entry in source.ListAsync(census, cancel))
        {
            if (entry is not LocatedEntry located || !MediaNames.IsFilm(Extension(located.Key)))
            {
                yield return entry;
                continue;
            }

            foreach (var clip in await ClipsAsync(located, cancel))
                yield return clip;
        }
    }

    // Keys of lists have the row behind the name.
    private static string Extension(string key)
    {
        var whole = Path.GetExtension(key).TrimStart('.');
        var row = whole.LastIndexOf('#');
        return row < 0 ? whole : whole[..row];
    }

    private async Task<IReadOnlyList<SourceEntry>> ClipsAsync(LocatedEntry film, CancellationToken cancel)
    {
        Decoded<CutFilm> cut;
        try
        {
            cut = await shelf.CutAsync(film.Asset, cancel);
        }
        catch (EnvironmentException e) when (e.Fault is not EnvironmentFault.ServiceAway)
        {
            return [film]; // the planner reads it again, and tells all that cannot be read at once
        }

        if (cut.Value is not { } value)
            return [film with { Fault = cut.Reason }];
        return value.Clips.Count == 0 ? [film] : [.. value.Clips.Select((clip, index) => Entry(film, value, clip, index + 1))];
    }

    private ClipEntry Entry(LocatedEntry film, CutFilm cut, FilmClip clip, int number)
    {
        var place = new ClipPlace("", number, clip.FromSeconds, clip.ToSeconds).Of(ClipPlace.IdOf(cut.Digest.ToString(), number));
        return new ClipEntry(
            $"{film.Key}@{number:D8}", film.Asset, film.Place, shelf, cut.Digest, place, Sha256Digest.Of(clip.Bytes.Span))
        {
            AssetBytes = clip.Bytes.Length,
        };
    }
}
