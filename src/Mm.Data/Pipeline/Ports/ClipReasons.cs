namespace Mm.Data.Pipeline.Ports;

/// <summary>Reason codes of films that are cut, stable; <c>docs/reasons.md</c> explains them to users.</summary>
public static class ClipReasons
{
    /// <summary>No scene is long enough, or none begins with a picture that can be decoded by itself.</summary>
    public const string None = "clip.none";

    /// <summary>More clips than allowed.</summary>
    public const string TooMany = "clip.too-many";

    /// <summary>Whether a child may give the reason.</summary>
    public static bool IsKnown(string reason) => reason is None or TooMany;

    /// <summary>Nothing bad, only nothing for a sample.</summary>
    public static bool IsDropped(string reason) => reason is None;
}
