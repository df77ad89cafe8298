using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Measure.ImageText;

/// <summary>Lines as a reader gives them, every character equally wide.</summary>
internal static class Readings
{
    public const float Height = 0.05f;

    public static LineReading Line(string text, float x = 0.1f, float y = 0.1f, float confidence = 0.99f) =>
        new(
            Quad.Of(new Box(x, y, Math.Max(text.Length, 1) * Height / 2, Height, 0.9f)), text, confidence,
            [.. Enumerable.Range(0, text.Length).Select(i => new LinePlace((float)i / text.Length, (i + 1f) / text.Length))]);
}
