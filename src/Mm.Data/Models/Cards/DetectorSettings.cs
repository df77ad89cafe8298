namespace Mm.Data.Models.Cards;

public enum DetectorKind : byte
{
    /// <summary>Boxes [1, n, 4] as y0, x0, y1, x1 in fractions of the view, and scores [1, n, 1].</summary>
    SsdBoxes,

    /// <summary>A map [1, 1, height, width] of text probability (differentiable binarisation, arXiv 1911.08947).</summary>
    DbText,

    /// <summary>Two face detectors and a closer look: see <see cref="CascadeSettings"/>.</summary>
    FaceCascade,

    /// <summary>One list of boxes with their scores, as YOLO and its kin export it: see <see cref="RowSettings"/>.</summary>
    BoxRows,
}

public sealed record DetectorSettings
{
    public required DetectorKind Kind { get; init; }

    /// <summary>Name of the box output, of the list or of the map; empty for a cascade, whose graphs are known.</summary>
    public string Boxes { get; init; } = "";

    /// <summary>Name of the score output; empty for the other kinds.</summary>
    public string Scores { get; init; } = "";

    /// <summary>The score from which a box counts unless a stage says otherwise.</summary>
    public required double Threshold { get; init; }

    /// <summary>Of two boxes that overlap by more than this share of their union, the better one stays. Not used by maps.</summary>
    public double NmsIou { get; init; } = 0.5;

    /// <summary>Maps: the probability from which a pixel belongs to a text.</summary>
    public double PixelThreshold { get; init; } = 0.3;

    /// <summary>Maps: how far a box is pushed outward, as area / perimeter times this (the network learns shrunken texts).</summary>
    public double Unclip { get; init; } = 1.5;

    /// <summary>There for a cascade.</summary>
    public CascadeSettings? Cascade { get; init; }

    /// <summary>There for a list of rows.</summary>
    public RowSettings? Rows { get; init; }
}
