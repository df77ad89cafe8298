using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.SelfTest;

/// <summary>Pictures that are the same everywhere, so that reference values can be given for them.</summary>
public static class TrialPicture
{
    private const uint Spread = 2654435769; // 2^32 over the golden ratio (Knuth): neighbouring seeds begin far apart

    /// <summary>Noise: the top bytes of xorshift32's states (Marsaglia 2003), from <paramref name="seed"/> times a constant.</summary>
    public static View Noise(ViewSpec spec, int seed)
    {
        var pixels = new byte[spec.Bytes];
        var state = (uint)seed * Spread;
        for (var i = 0; i < pixels.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            pixels[i] = (byte)(state >> 24);
        }

        return new View(spec, 0, spec.Width, spec.Height, pixels);
    }
}
