using Mm.Data.Pipeline;

namespace Mm.Data.Models.Detectors;

/// <summary>
/// Boxes out of what the free graph of the SSD gives (arXiv 1512.02325). Its boxes are corrections of priors: six sizes of cell, the
/// scale of level k being 0.2 + 0.15 k of the 512 pixels it was trained at, three shapes on the first level and six on the others, as
/// TensorFlow's object-detection zoo lays them out. A test holds them against the priors in the weights.
/// </summary>
internal static class SsdOffsets
{
    private const int TrainedSide = 512;
    private const int Levels = 6;
    private const int FirstStride = 16;
    private const float CentreVariance = 0.1f;
    private const float SizeVariance = 0.2f;

    private static readonly (float Height, float Width)[][] Shapes = [.. Enumerable.Range(0, Levels).Select(ShapesOf)];

    /// <summary>Boxes in pixels of the input; null where there are not as many numbers as its size asks for, or a score is none.</summary>
    /// <param name="offsets">Centre y, centre x, height, width of each box.</param>
    /// <param name="scores">In [0, 1].</param>
    /// <param name="pass">Size of the input.</param>
    /// <param name="scoreMin">Lower ones are left out.</param>
    public static List<Box>? Read(float[] offsets, float[] scores, CascadePass pass, double scoreMin)
    {
        var cells = Cells(pass).ToArray();
        if (scores.Length != cells.Select((cell, level) => cell.Wide * cell.High * Shapes[level].Length).Sum()
            || offsets.Length != 4 * scores.Length || scores.AsSpan().ContainsAnyExceptInRange(0, 1))
            return null;
        var boxes = new List<Box>();
        var at = 0;
        for (var level = 0; level < Levels; level++)
        {
            var shapes = Shapes[level];
            for (var cell = 0; cell < cells[level].Wide * cells[level].High; cell++)
            {
                for (var shape = 0; shape < shapes.Length; shape++, at++)
                {
                    if (scores[at] < scoreMin)
                        continue;
                    var x = ((cell % cells[level].Wide) + 0.5f) * cells[level].Stride;
                    var y = ((cell / cells[level].Wide) + 0.5f) * cells[level].Stride;
                    boxes.Add(Decode(offsets.AsSpan(at * 4, 4), x, y, shapes[shape], scores[at]));
                }
            }
        }

        return boxes;
    }

    /// <summary>Height and width of the priors of a level, in fractions of the trained side.</summary>
    internal static (float Height, float Width)[] ShapesOf(int level)
    {
        var (scale, next) = (Scale(level), level + 1 < Levels ? Scale(level + 1) : 1);
        if (level == 0)
            return [(0.1f, 0.1f), Shape(scale, 2), Shape(scale, 0.5)];
        var between = (float)Math.Sqrt(scale * next);
        var square = ((float)scale, (float)scale);
        return [square, (between, between), Shape(scale, 2), Shape(scale, 0.5), Shape(scale, 3), Shape(scale, 1 / 3.0)];
    }

    private static double Scale(int level) => 0.2 + (0.15 * level);

    /// <summary>By aspect ratio, width over height; the zoo lists the wide ones first.</summary>
    private static (float Height, float Width) Shape(double scale, double aspect) =>
        ((float)(scale / Math.Sqrt(aspect)), (float)(scale * Math.Sqrt(aspect)));

    private static IEnumerable<(int Wide, int High, int Stride)> Cells(CascadePass pass)
    {
        var (wide, high, stride) = (pass.Width / FirstStride, pass.Height / FirstStride, FirstStride);
        for (var level = 0; level < Levels; level++)
        {
            yield return (wide, high, stride);
            (wide, high, stride) = ((wide + 1) / 2, (high + 1) / 2, stride * 2);
        }
    }

    private static Box Decode(ReadOnlySpan<float> offset, float x, float y, (float Height, float Width) shape, float score)
    {
        var (high, wide) = (shape.Height * TrainedSide, shape.Width * TrainedSide);
        var (centreY, centreX) = (y + (offset[0] * CentreVariance * high), x + (offset[1] * CentreVariance * wide));
        high *= MathF.Exp(offset[2] * SizeVariance);
        wide *= MathF.Exp(offset[3] * SizeVariance);
        return new Box(centreX - (wide / 2), centreY - (high / 2), wide, high, score);
    }
}
