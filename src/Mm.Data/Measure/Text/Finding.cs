namespace Mm.Data.Measure.Text;

/// <summary>
/// A stretch of normalised text from <paramref name="Start"/> up to <paramref name="End"/> (exclusive) that a recogniser takes for
/// personal data.
/// <paramref name="Score"/> in [0, 1]: 1 where a checksum holds, below 0.5 where only the shape speaks for it.
/// </summary>
internal readonly record struct Finding(int Start, int End, PiiKind Kind, float Score);

/// <summary>Finds one kind of personal data, in time linear in the text.</summary>
internal interface IRecogniser
{
    IEnumerable<Finding> Find(string text);
}
