namespace Mm.Data.Pipeline;

/// <summary>Where a sample stands in the film that it was cut from. Clips of one film have one <paramref name="Film"/>.</summary>
/// <param name="Film">24 hex digits of the film's SHA-256; <c>-2</c>, ... behind them where the input has it several times.</param>
/// <param name="Number">Which clip of the film it is, from 1.</param>
/// <param name="FromSeconds">Its first frame, from the film's.</param>
/// <param name="ToSeconds">The end of its last frame.</param>
public sealed record ClipPlace(string Film, int Number, double FromSeconds, double ToSeconds)
{
    /// <summary>The id of a clip: the film, then its number as 8 hex digits, so that ids are in the order of the film.</summary>
    public static string IdOf(string filmSha256, int number) => PartId.Of(filmSha256, number);

    /// <summary>The same place in the copy of the film that the sample <paramref name="id"/> belongs to.</summary>
    public ClipPlace Of(string id) => this with { Film = PartId.WholeOf(id) };
}
