namespace Mm.Data.Decode.Protocol;

/// <summary>A clip whose file is the next <paramref name="Bytes"/> of the payload; times from the film's first frame.</summary>
public sealed record ClipEntry(double FromSeconds, double ToSeconds, int Bytes);
