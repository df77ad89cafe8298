using Mm.Data.Decoder.Images;

namespace Mm.Data.Decoder.Bench;

/// <summary>
/// Pictures that cost a decoder what photographs cost: slopes, edges at several scales, textured patches and sensor grain, so that a
/// JPEG at quality 87 has the bytes a pixel of a camera's (about 0.26, or 200 KB at 1024 x 768). The same seed gives the same pixels.
/// </summary>
internal sealed class Photograph
{
    private const int Blobs = 24;
    private const int GrainBits = 12;
    private const int GrainMask = (1 << GrainBits) - 1;
    private const int GrainSpread = 11; // levels either side, as of a sensor in daylight after the camera's own smoothing
    private const int TableBits = 10;
    private const int TableMask = (1 << TableBits) - 1;
    private const int Amplitude = 24;
    private const double SharpestEdge = 90;

    private readonly sbyte[] _grain = new sbyte[1 << GrainBits];
    private readonly sbyte[] _wave = new sbyte[1 << TableBits];

    public Photograph()
    {
        var random = new Dice(1);
        for (var i = 0; i < _grain.Length; i++)
        {
            // Two dice: grain is near to normal.
            _grain[i] = (sbyte)((random.Next(GrainSpread) + random.Next(GrainSpread)) - GrainSpread + 1);
        }

        for (var i = 0; i < _wave.Length; i++)
            _wave[i] = (sbyte)Math.Round(Amplitude * Math.Sin(2 * Math.PI * i / _wave.Length));
    }

    /// <summary>Draws the picture of <paramref name="seed"/>. The caller disposes it.</summary>
    public Picture Draw(int width, int height, uint seed)
    {
        var dice = new Dice(seed);
        var picture = new Picture(width, height);
        var blobs = new Blob[Blobs];
        for (var i = 0; i < blobs.Length; i++)
            blobs[i] = Blob.Throw(ref dice, width, height);
        var sky = (From: dice.Next(160) + 60, To: dice.Next(120) + 20, Tint: dice.Next(60));
        for (var y = 0; y < height; y++)
        {
            var row = picture.Row(y);
            var level = sky.From + ((sky.To - sky.From) * y / height);
            for (var x = 0; x < width; x++)
                row[x] = Pack(level + (sky.Tint * x / width), level, level + sky.Tint - (sky.Tint * y / height));
            foreach (var blob in blobs)
                Paint(row, y, blob);
            Grain(row, ref dice);
        }

        return picture;
    }

    /// <summary>An ellipse with its own slope, texture and edge.</summary>
    private void Paint(Span<uint> row, int y, Blob blob)
    {
        var down = (double)(y - blob.Y) / blob.RadiusY;
        if (down is <= -1 or >= 1)
            return;
        var half = blob.RadiusX * Math.Sqrt(1 - (down * down));
        var (from, to) = (Math.Max(0, (int)(blob.X - half)), Math.Min(row.Length, (int)(blob.X + half)));
        var shade = (int)(down * blob.Shade);
        for (var x = from; x < to; x++)
        {
            var texture = _wave[((x * blob.Fine) + (y * blob.Coarse)) & TableMask]
                + _wave[((y * blob.Fine) - (x * blob.Coarse)) & TableMask];
            var soft = (int)Math.Min(SharpestEdge, Math.Min(x - from, to - x) * blob.Edge);
            var light = shade + (texture * blob.Contrast >> 4) + (soft >> 2);
            row[x] = Pack(blob.Red + light, blob.Green + light, blob.Blue + light);
        }
    }

    private void Grain(Span<uint> row, ref Dice dice)
    {
        var at = dice.Next(GrainMask);
        foreach (ref var pixel in row)
        {
            var grain = _grain[at++ & GrainMask];
            var colour = _grain[(at * 7) & GrainMask] >> 1;
            var (red, green, blue) = ((int)(pixel & 0xff), (int)(pixel >> 8 & 0xff), (int)(pixel >> 16 & 0xff));
            pixel = Pack(red + grain + colour, green + grain, blue + grain - colour);
            if ((at & GrainMask) == 0)
                at = dice.Next(GrainMask);
        }
    }

    private static uint Pack(int red, int green, int blue) => Level(red) | (Level(green) << 8) | (Level(blue) << 16);

    private static uint Level(int value) => (uint)Math.Clamp(value, 0, 255);

    private readonly record struct Blob(
        int X, int Y, int RadiusX, int RadiusY, int Red, int Green, int Blue, int Shade, int Fine, int Coarse, int Contrast, double Edge)
    {
        public static Blob Throw(ref Dice dice, int width, int height) => new(
            dice.Next(width), dice.Next(height), (width / 32) + dice.Next(width / 4), (height / 32) + dice.Next(height / 4),
            dice.Next(200) + 20, dice.Next(200) + 20, dice.Next(200) + 20, dice.Next(80) - 40,
            dice.Next(200) + 8, dice.Next(90), dice.Next(20), dice.Next(12) + 0.5);
    }

    /// <summary>The generator of "Numerical Recipes": any will do, as long as it is always the same.</summary>
    private struct Dice(uint seed)
    {
        private uint _state = (seed * 2654435761) + 1;

        public int Next(int below)
        {
            _state = (_state * 1664525) + 1013904223;
            return (int)((_state >> 8) % (uint)Math.Max(1, below));
        }
    }
}
