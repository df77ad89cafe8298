namespace Mm.Data.Measure.Text;

/// <summary>
/// A stretch of normalised text from <paramref name="Start"/> up to <paramref name="End"/> (exclusive) that a recogniser takes for
/// personal data of the type <paramref name="Type"/>, a placeholder word such as <c>IP_ADDRESS</c>.
/// <paramref name="Score"/> in [0, 1]: 1 where a checksum holds, below 0.5 where only the shape speaks for it.
/// </summary>
internal readonly record struct Finding(int Start, int End, string Type, float Score);

/// <summary>
/// Finds personal data of some types in normalised text, in time linear in the text. The seam for whatever reads text: a pattern, a
/// table of rules, a model. Used by several threads at once.
/// </summary>
internal interface IRecogniser
{
    /// <summary>Every type that it may find.</summary>
    IReadOnlyCollection<string> Types { get; }

    /// <summary>Whether it finds nothing in a text without an ASCII digit, so that most captions need not be read by it.</summary>
    bool NeedsDigit => false;

    /// <summary>Adds what it finds, in any order; findings may overlap.</summary>
    /// <exception cref="Pipeline.DetectorException">It cannot tell: the text must not be shipped.</exception>
    void Find(string text, ICollection<Finding> found);
}
