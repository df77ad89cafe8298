namespace Mm.Data.Pipeline.Ports;

/// <summary>An interval of sound, in seconds from the film's first frame, or from the start of sound alone.</summary>
public readonly record struct SoundSpan(double FromSeconds, double ToSeconds);
