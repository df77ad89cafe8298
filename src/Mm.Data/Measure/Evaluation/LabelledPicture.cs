using System.Runtime.InteropServices;

namespace Mm.Data.Measure.Evaluation;

/// <summary>A place in a picture, in pixels from the top left of the upright picture.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelPoint(double X, double Y);

/// <summary>A rectangle in pixels of the upright picture.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelBox(double Left, double Top, double Width, double Height);

/// <summary>One thing that a detector should find: its box, or points on it (nose and eyes of a face), or both.</summary>
public sealed record LabelledThing
{
    public LabelBox? Box { get; init; }

    /// <summary>All of them are to be covered where there is no <see cref="Box"/>.</summary>
    public IReadOnlyList<LabelPoint> Points { get; init; } = [];

    /// <summary>Neither found nor false: crowds, and what the labeller marked as to be ignored.</summary>
    public bool IsIgnored { get; init; }
}

/// <summary>A picture of a data set and everything on it. <paramref name="Things"/> is empty where nothing is to be found.</summary>
public sealed record LabelledPicture(string Path, IReadOnlyList<LabelledThing> Things);
