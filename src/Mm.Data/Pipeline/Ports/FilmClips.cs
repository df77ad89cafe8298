namespace Mm.Data.Pipeline.Ports;

/// <summary>A stretch of a film without a change of scene, as a film of its own (Matroska, the film's own encoding).</summary>
/// <param name="FromSeconds">Its first frame, from the film's first.</param>
/// <param name="ToSeconds">The end of its last frame.</param>
/// <param name="Bytes">The clip's file. Hostile like the film.</param>
public sealed record FilmClip(double FromSeconds, double ToSeconds, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Nothing of the content: it must not reach a log by accident.</summary>
    public override string ToString() => nameof(FilmClip);
}

/// <summary>A film's clips in the order of the film; none where it has sound alone.</summary>
public sealed record FilmClips(IReadOnlyList<FilmClip> Clips);
