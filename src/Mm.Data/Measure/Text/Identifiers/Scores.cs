namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Scores of identifiers without a word near by; <see cref="IdentifierRule"/>'s default lies between them.</summary>
internal static class Scores
{
    /// <summary>A spelling of its own and a checksum: fewer than one in a hundred texts of that rare shape passes by chance.</summary>
    public const float Sure = 0.85f;

    /// <summary>A spelling of its own or a checksum, with a structure that few other texts have.</summary>
    public const float Likely = 0.6f;
}
