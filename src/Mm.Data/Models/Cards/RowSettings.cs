namespace Mm.Data.Models.Cards;

/// <summary>How the coordinates of a row are written.</summary>
public enum RowBox : byte
{
    /// <summary>Centre x, centre y, width, height in pixels of the view (YOLO).</summary>
    CentrePixels,

    /// <summary>Left, top, right, bottom in pixels of the view.</summary>
    CornerPixels,

    /// <summary>Left, top, right, bottom in fractions of the view.</summary>
    CornerShares,
}

/// <summary>
/// A list of boxes in one output. <see cref="Transposed"/> false: [1, n, 4 + more] (YOLOv5, most exports with suppression in the graph);
/// true: [1, 4 + more, n] (YOLOv8 and later). After four coordinates come, where <see cref="Objectness"/> is set, the score that there is
/// anything, by which the others are multiplied, and then a score for each class, all in [0, 1].
/// </summary>
public sealed record RowSettings
{
    public required RowBox Box { get; init; }

    public bool Transposed { get; init; }

    public bool Objectness { get; init; }

    /// <summary>Numbers of the classes that count, from 0; the best of them is the box's score. Empty: all of them.</summary>
    public IReadOnlyList<double> Classes { get; init; } = [];
}
