using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.ImageText;

/// <summary>
/// Whether a frame shows text at all. Grass, fur and leaves make the detector fire as surely as print does, but what it marks there is
/// nearly square and gives the reader a character or none; print gives a long line or several characters. docs/image-text.md has the
/// measurements behind the numbers.
/// </summary>
/// <param name="aspectMin">Length of a line by its depth from which it is one, whatever the reader says; 0: every line is.</param>
/// <param name="confidenceMin">A line that was read with less is not known.</param>
/// <param name="widthPixels">Of the picture itself, not of the view.</param>
/// <param name="heightPixels">Of the picture itself.</param>
internal sealed class TextEvidence(double aspectMin, float confidenceMin, double widthPixels, double heightPixels)
{
    /// <summary>A line less deep than this, in the picture's own pixels, has letters of one or two: nobody could read it.</summary>
    private const double DepthMin = 4;

    private const int CharactersMin = 3;

    /// <summary>Of lines of <see cref="CharactersMin"/> characters; textures of 200 thumbnails gave 0.42 at most.</summary>
    private const float HalfReadMin = 0.5f;

    public bool IsKnown(LineReading line) => line.Confidence >= confidenceMin && line.Text.Length > 0;

    /// <summary>Whether any line was read, or looks like one that could not be.</summary>
    public bool IsIn(IEnumerable<LineReading> lines) => aspectMin <= 0 || lines.Any(line => IsRead(line) || IsLikely(line));

    private bool IsRead(LineReading line) => IsKnown(line) && Characters(line) >= CharactersMin;

    private bool IsLikely(LineReading line)
    {
        var length = Distance(line.Line.X1 - line.Line.X0, line.Line.Y1 - line.Line.Y0);
        var depth = Distance(line.Line.X3 - line.Line.X0, line.Line.Y3 - line.Line.Y0);
        var isHalfRead = Characters(line) >= CharactersMin && line.Confidence >= HalfReadMin;
        return !IsKnown(line) && depth >= DepthMin && (length >= aspectMin * depth || isHalfRead);
    }

    private static int Characters(LineReading line) => line.Text.Count(character => !char.IsWhiteSpace(character));

    private double Distance(double dx, double dy) => Math.Sqrt(Math.Pow(dx * widthPixels, 2) + Math.Pow(dy * heightPixels, 2));
}
