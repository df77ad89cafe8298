using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>How films are searched before they are filled. Only kept samples are; scoring looks at the frames of <c>frames</c>.</summary>
public sealed record VideoOptions
{
    [Description("Seconds between the frames of a film that are searched before it is filled. What is filled is searched again at the "
        + "moments halfway between.")]
    [Range(0.04, 60.0)]
    public double EverySeconds { get; init; } = 0.2;

    [Description("A thing in the picture may go undetected for so many seconds: it is filled across such gaps, and for so long before it "
        + "was first seen and after it was last seen. 0.6 are 15 frames at 25 a second.")]
    [Range(0.0, 60.0)]
    public double MissedSeconds { get; init; } = 0.6;
}
