using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>How pictures are decoded for measuring.</summary>
public sealed record DecodingOptions
{
    [Description("Decode large JPEGs at 1/2, 1/4 or 1/8 for measuring, never below what scaledMargin allows: cheaper, and the "
        + "views differ a little from those of a full decode. media.decode-scale says what was done. Rendering is always at full size.")]
    public bool Scaled { get; init; }

    [Description("A picture that is decoded smaller keeps at least so many times the pixels a side that the largest view needs.")]
    [Range(1.0, 4.0)]
    public double ScaledMargin { get; init; } = 2;
}
