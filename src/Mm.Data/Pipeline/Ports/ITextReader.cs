namespace Mm.Data.Pipeline.Ports;

/// <summary>A box detector that also tells how lines of text are turned.</summary>
public interface ILineDetector : IBoxDetector
{
    /// <summary>
    /// Lines with a score of at least <paramref name="threshold"/>, best first. <paramref name="view"/> is letterboxed RGB of any size
    /// whose sides are multiples of 32.
    /// </summary>
    /// <exception cref="DetectorException">As <see cref="IBoxDetector.DetectAsync"/>.</exception>
    ValueTask<IReadOnlyList<Quad>> FindLinesAsync(View view, float threshold, CancellationToken cancel);
}

/// <summary>Reads one line of text at a time.</summary>
public interface ITextReader
{
    ModelUse Model { get; }

    /// <summary>The confidence from which the model's card takes a reading for right.</summary>
    float DefaultConfidence { get; }

    /// <summary>What the line says. Does not depend on what else is read at the time.</summary>
    /// <param name="view">Letterboxed RGB of any size that holds the line.</param>
    /// <param name="line">Where it lies; it may be upside down.</param>
    /// <param name="cancel">Stops the wait.</param>
    /// <exception cref="DetectorException">The network's output is no probability or not of the declared shape.</exception>
    ValueTask<LineReading> ReadAsync(View view, Quad line, CancellationToken cancel);
}

/// <summary>What a line says. May hold personal data: it is never logged, cached or stored as it is.</summary>
/// <param name="Line">Where it lies, turned the way it was read.</param>
/// <param name="Text">Empty where nothing could be read.</param>
/// <param name="Confidence">Mean probability of its characters, 0 to 1; 0 where there are none.</param>
/// <param name="Places">For each UTF-16 unit of the text where its character stands, in shares of the line's length.</param>
public sealed record LineReading(Quad Line, string Text, float Confidence, IReadOnlyList<LinePlace> Places);

/// <summary>A stretch of a line, in shares of its length from the end where reading begins.</summary>
public readonly record struct LinePlace(float From, float To);
