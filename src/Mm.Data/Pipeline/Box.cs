namespace Mm.Data.Pipeline;

/// <summary>
/// A rectangle on the upright picture (EXIF orientation applied), as fractions of its width and height in [0, 1].
/// <paramref name="TimeSeconds"/> is the frame's time in a video, 0 for a still.
/// </summary>
public readonly record struct Box(float X, float Y, float Width, float Height, float Score, float TimeSeconds = 0);

/// <summary>A stretch of the caption in UTF-16 code units, with the kind of thing found (<c>EMAIL</c>) and a score in [0, 1].</summary>
public readonly record struct Span(int Start, int Length, string Type, float Score);
