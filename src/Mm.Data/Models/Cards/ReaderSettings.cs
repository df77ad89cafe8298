namespace Mm.Data.Models.Cards;

/// <summary>
/// Reads lines of text: a network over crops of the line gives probabilities [1, steps, characters] (connectionist temporal
/// classification: class 0 is none, then one a line of the keys file, then the space), and a small one says whether the crop is upside
/// down.
/// </summary>
public sealed record ReaderSettings
{
    /// <summary>Columns of a crop that become one step.</summary>
    public required int StepColumns { get; init; }

    /// <summary>Input of the orientation network: [1, 3, height, <see cref="OrientationWidth"/>].</summary>
    public required string OrientationInput { get; init; }

    /// <summary>Its probabilities [1, 2] of 0 and of 180 degrees.</summary>
    public required string OrientationOutput { get; init; }

    public required int OrientationWidth { get; init; }

    /// <summary>A crop is turned where 180 degrees are at least so probable.</summary>
    public required double OrientationThreshold { get; init; }

    /// <summary>The confidence from which a reading is taken for right.</summary>
    public required double Confidence { get; init; }
}
