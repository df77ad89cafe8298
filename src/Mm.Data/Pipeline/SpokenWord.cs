namespace Mm.Data.Pipeline;

/// <summary>
/// One word of a transcript with the seconds from when to when it is heard. May be personal data: neither logged nor stored.
/// </summary>
public readonly record struct SpokenWord(string Text, double FromSeconds, double ToSeconds)
{
    /// <summary>Its length alone.</summary>
    public override string ToString() => nameof(SpokenWord);
}
