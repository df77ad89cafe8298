namespace Mm.Data.Evaluate;

/// <summary>A pair of a release that can be ranked among others.</summary>
/// <param name="Id">Of the sample.</param>
/// <param name="Picture">What pairs with the same picture have in common: its digest in the source.</param>
/// <param name="Text">The caption as it was released.</param>
/// <param name="Image">Unit embedding of the picture.</param>
/// <param name="Caption">Unit embedding of the caption, as long as that of the picture.</param>
public sealed record EvaluatedPair(string Id, string Picture, string Text, float[] Image, float[] Caption);
