namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Tests the compact form of a candidate: upper case, without separators.</summary>
internal delegate bool IdentifierCheck(ReadOnlySpan<char> compact);

/// <summary>
/// One official identifier: how it is written, what makes it valid, which words announce it. An identifier whose usual spelling is
/// distinctive and whose bare digits are not has two rules of the same <see cref="Type"/>.
/// </summary>
internal sealed record IdentifierRule
{
    /// <summary>Placeholder word, upper case: <c>US_SSN</c>.</summary>
    public required string Type { get; init; }

    /// <summary>ISO 3166 alpha-2, or "" where it belongs to no one country.</summary>
    public required string Country { get; init; }

    /// <summary>What it is called where it is issued.</summary>
    public string Name { get; init; } = "";

    /// <summary>What <see cref="Check"/> looks at.</summary>
    public Validation Validation { get; init; }

    /// <summary>
    /// Ways to write it: <c>9</c> a digit, <c>A</c> a letter of either case, <c>X</c> a letter or digit, everything else itself
    /// (<c>999-99-9999</c>); a space stands for one space. Digits and letters never touch a longer run on either side.
    /// </summary>
    public required IReadOnlyList<string> Shapes { get; init; }

    /// <summary>Checksum and structure; null where there is neither.</summary>
    public IdentifierCheck? Check { get; init; }

    /// <summary>Words near by that announce it, lower case.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>Whether it counts only with such a word near by: for shapes that other numbers share.</summary>
    public bool NeedsContext { get; init; }

    /// <summary>Score in [0, 1] without a word of <see cref="Context"/> near by.</summary>
    public float Score { get; init; } = 0.5f;
}
