using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Bench;

/// <summary>
/// A generated picture of 1024 x 768 with slopes, edges and grain, so that a JPEG of it has the coefficients of a photograph. The same
/// bytes every time.
/// </summary>
internal static class Photograph
{
    public const int Width = 1024;
    public const int Height = 768;

    public static byte[] Jpeg { get; } = Encode();

    private static byte[] Encode()
    {
        using var picture = new Picture(Width, Height);
        var grain = 1u;
        for (var y = 0; y < Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < Width; x++)
            {
                grain = (grain * 1664525) + 1013904223; // Numerical Recipes' generator: any will do
                var noise = grain >> 28;
                var wave = (uint)(96 + (64 * Math.Sin(x / 23.0) * Math.Cos(y / 31.0)));
                var edge = ((x / 97) + (y / 61)) % 3 == 0 ? 60u : 0u;
                row[x] = (wave + edge + noise) | ((((uint)x / 5) + noise) << 8) | ((((uint)y / 4) + edge) << 16);
            }
        }

        return StillEncoder.Encode(picture, new RenderRequest { ImageFormat = "jpeg", ImageQuality = 85 });
    }
}
