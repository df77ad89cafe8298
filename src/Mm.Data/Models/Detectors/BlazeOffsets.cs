using Mm.Data.Pipeline;

namespace Mm.Data.Models.Detectors;

/// <summary>Boxes out of what BlazeFace gives (arXiv 1907.05047): two a cell of 16 pixels and six a cell of 32, relative to the cell's
/// centre.</summary>
internal static class BlazeOffsets
{
    private const int Numbers = 16; // centre, size, six points

    private static readonly (int Stride, int Boxes)[] Levels = [(16, 2), (32, 6)];

    /// <summary>Boxes in pixels of the input; null where there are not as many numbers as the input's size asks for, or a side is
    /// negative among the boxes that count.</summary>
    /// <param name="offsets">Sixteen numbers a box in pixels.</param>
    /// <param name="logits">One a box; its logistic function is the score.</param>
    /// <param name="pass">Size of the input.</param>
    /// <param name="scoreMin">Lower ones are left out.</param>
    public static List<Box>? Read(float[] offsets, float[] logits, CascadePass pass, double scoreMin)
    {
        if (logits.Length != Levels.Sum(level => Cells(pass, level.Stride) * level.Boxes) || offsets.Length != Numbers * logits.Length)
            return null;
        var boxes = new List<Box>();
        var at = 0;
        foreach (var (stride, each) in Levels)
        {
            var wide = pass.Width / stride;
            for (var i = 0; i < Cells(pass, stride) * each; i++, at++)
            {
                var score = (float)(1 / (1 + Math.Exp(-logits[at])));
                if (score < scoreMin)
                    continue;
                var offset = offsets.AsSpan(at * Numbers, 4);
                if (offset[2] <= 0 || offset[3] <= 0)
                    continue; // no area
                var x = (((i / each % wide) + 0.5f) * stride) + offset[0] - (offset[2] / 2);
                var y = (((i / each / wide) + 0.5f) * stride) + offset[1] - (offset[3] / 2);
                boxes.Add(new Box(x, y, offset[2], offset[3], score));
            }
        }

        return boxes;
    }

    private static int Cells(CascadePass pass, int stride) => pass.Width / stride * (pass.Height / stride);
}
