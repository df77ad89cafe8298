namespace Mm.Data.Render.Tracks;

/// <summary>A part of a track's way in time, and where the thing may be at each moment of it.</summary>
internal sealed record Stretch(double From, double To, Func<double, Place> At);
