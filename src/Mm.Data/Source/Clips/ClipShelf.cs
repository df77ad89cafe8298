using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Clips;

/// <summary>A film that was cut, with the digest of its file.</summary>
internal sealed record CutFilm(Sha256Digest Digest, IReadOnlyList<FilmClip> Clips);

/// <summary>
/// Cuts films, and keeps the last one's clips: they are measured one after the other. Clips go on no disk, because they are not redacted.
/// Safe for concurrent use.
/// </summary>
public sealed class ClipShelf(IDocuments films, ClipOptions options)
{
    private const int KeptMax = 4;

    private readonly Shelf<CutFilm> _shelf =
        new(film => film.Clips.Sum(clip => (long)clip.Bytes.Length), (long)options.FilmMib << 20, KeptMax);

    /// <summary>The clips of a file that has these bytes, or why it has none.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, or is another than it was.</exception>
    internal async Task<Decoded<CutFilm>> CutAsync(ByteRange file, CancellationToken cancel)
    {
        if (file.Length > (long)options.FilmMib << 20)
            return Decoded.Failed<CutFilm>("source.too-large");
        var bytes = await file.ReadAsync(file.Length, cancel);
        var cut = await films.ClipsAsync(bytes, options, cancel);
        return cut.Value is { } value ? new CutFilm(Sha256Digest.Of(bytes), value.Clips) : Decoded.Failed<CutFilm>(cut.Reason!);
    }

    /// <summary>The clips of a film that was cut before, from the shelf if it still stands there.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, is another than it was, or cannot be cut any more.</exception>
    internal async Task<IReadOnlyList<FilmClip>> ClipsAsync(ByteRange file, Sha256Digest digest, CancellationToken cancel) =>
        (await _shelf.TakeAsync(digest, () => CutAgainAsync(file, digest), cancel)).Clips;

    private async Task<CutFilm> CutAgainAsync(ByteRange file, Sha256Digest digest)
    {
        var cut = await CutAsync(file, CancellationToken.None);
        if (cut.Value is not { } film)
        {
            // The machine's, not the film's: the same bytes were cut when the run was planned.
            throw new EnvironmentException($"A film that was cut before cannot be cut any more ({cut.Reason}).");
        }

        return film.Digest == digest
            ? film
            : throw new EnvironmentException("Its film changed after it was planned.", EnvironmentFault.SourceChanged);
    }
}
