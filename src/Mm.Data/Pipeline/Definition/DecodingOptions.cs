using System.ComponentModel;

namespace Mm.Data.Pipeline.Definition;

/// <summary>How pictures are decoded for measuring.</summary>
public sealed record DecodingOptions
{
    [Description("Decode large JPEGs at 1/2, 1/4 or 1/8 for measuring, never below twice what the largest view needs: cheaper, and the "
        + "views differ a little from those of a full decode. media.decode-scale says what was done. Rendering is always at full size.")]
    public bool Scaled { get; init; }
}
