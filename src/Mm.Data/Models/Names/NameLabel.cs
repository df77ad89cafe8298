namespace Mm.Data.Models.Names;

/// <summary>
/// Labels of tokens: 0 to 7 begin a stretch of a type, 8 to 15 go on with it, <see cref="Outside"/> is none. Sixteen labels are one
/// vector of 16-bit sums; <see cref="Outside"/> always scores 0, and the others count against it.
/// </summary>
internal static class NameLabel
{
    public const int Types = 8;
    public const int Inside = Types;
    public const int Outside = 2 * Types;
    public const int Count = Outside + 1;

    /// <summary>Types in the order of their labels, as placeholders name them. The order is part of the model file.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["PERSON", "ADDRESS", "LOCATION", "ORGANIZATION", "TITLE", "NRP", "DATE_TIME", "AGE"];

    public static bool Begins(int label) => label < Inside;

    /// <summary>The type of a label that is not <see cref="Outside"/>.</summary>
    public static int TypeOf(int label) => label % Types;

    /// <summary>Whether <paramref name="to"/> may follow: a stretch goes on only where one of its type was.</summary>
    public static bool MayFollow(int from, int to) =>
        to is < Inside or Outside || (from != Outside && TypeOf(from) == TypeOf(to));
}
