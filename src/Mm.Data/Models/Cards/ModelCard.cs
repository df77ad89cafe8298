using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Cards;

/// <summary>What a model is for, and so which port opens it.</summary>
public enum ModelTask : byte
{
    DualEncoder,
    BoxDetector,
}

/// <summary>A <c>model.yaml</c> as read: see <c>docs/models.md</c>. Everything that changes an output is in <see
/// cref="Settings"/>.</summary>
public sealed record ModelCard
{
    public required string Name { get; init; }

    public required ModelTask Task { get; init; }

    public string Description { get; init; } = "";

    public required ModelLicence Licence { get; init; }

    public required ModelOrigin Origin { get; init; }

    public required IReadOnlyList<ModelFile> Files { get; init; }

    public required ModelSettings Settings { get; init; }
}

/// <summary>
/// <paramref name="Name"/> is an SPDX id where there is one, <paramref name="Terms"/> says in words what it asks.
/// <paramref name="Commercial"/> is false where the model may not serve a product.
/// </summary>
public sealed record ModelLicence(string Name, string Terms, bool Commercial);

/// <summary>Where the weights came from. <paramref name="Kind"/> is <c>built-in</c>, <c>npm</c>, <c>url</c> or <c>user</c>.</summary>
public sealed record ModelOrigin(string Kind)
{
    public string? Package { get; init; }

    public string? Version { get; init; }

    public string? Path { get; init; }

    public string? Url { get; init; }

    public string? TrainedBy { get; init; }
}

/// <summary>One file by its role. <paramref name="Path"/> is relative to the card's folder, or absolute; the digest is lower-case
/// hex.</summary>
public sealed record ModelFile(string Role, string Path, string Sha256);

/// <summary>How the files are to be run. Two models with the same files and settings give the same numbers.</summary>
public sealed record ModelSettings
{
    public required ImageSettings Image { get; init; }

    /// <summary>There for dual encoders.</summary>
    public TextSettings? Text { get; init; }

    /// <summary>There for dual encoders.</summary>
    public ScoringSettings? Scoring { get; init; }

    /// <summary>There for box detectors.</summary>
    public DetectorSettings? Detector { get; init; }
}

public enum ChannelOrder : byte
{
    Rgb,
    Bgr,
}

/// <summary>
/// Picture to tensor: scaled to <see cref="Width"/> x <see cref="Height"/> by <see cref="Resize"/>, then (value / 255 - mean) / std for
/// each channel in the order of <see cref="Channels"/>, float32 [1, 3, height, width].
/// </summary>
public sealed record ImageSettings
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public Fit Resize { get; init; } = Fit.Squash;

    public ChannelOrder Channels { get; init; } = ChannelOrder.Rgb;

    /// <summary>Three numbers, for the channels in the order the network takes them.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Three positive numbers, as <see cref="Mean"/>.</summary>
    public required IReadOnlyList<double> Std { get; init; }

    public required string Input { get; init; }

    /// <summary>Name of the embedding, [1, dimensions]; empty for detectors, whose outputs stand in <see
    /// cref="DetectorSettings"/>.</summary>
    public string Output { get; init; } = "";

    public ViewSpec View => new(Width, Height, Resize);
}

/// <summary>Caption to ids. <see cref="Context"/> counts start and end; what is longer is cut and keeps its end.</summary>
public sealed record TextSettings
{
    public required int Context { get; init; }

    public int PadId { get; init; }

    public bool Lower { get; init; } = true;

    public required string Input { get; init; }

    public required string Output { get; init; }

    /// <summary>Name of the mask input (1 for real ids, 0 for padding) where the export has one.</summary>
    public string? AttentionMask { get; init; }
}

public enum ScoringKind : byte
{
    Softmax,
    Sigmoid,
}

/// <summary>From cosine to logit: scale x cosine + bias.</summary>
public sealed record ScoringSettings
{
    public ScoringKind Kind { get; init; } = ScoringKind.Softmax;

    public double LogitScale { get; init; } = 100;

    public double LogitBias { get; init; }

    /// <summary>The cosine at which match and no-match part best, measured on the model's own card.</summary>
    public double MatchThreshold { get; init; }
}

public enum DetectorKind : byte
{
    /// <summary>Boxes [1, n, 4] as y0, x0, y1, x1 in fractions of the view, and scores [1, n, 1].</summary>
    SsdBoxes,

    /// <summary>A map [1, 1, height, width] of text probability (differentiable binarisation, arXiv 1911.08947).</summary>
    DbText,
}

public sealed record DetectorSettings
{
    public required DetectorKind Kind { get; init; }

    /// <summary>Name of the box output, or of the map.</summary>
    public required string Boxes { get; init; }

    /// <summary>Name of the score output; empty for maps.</summary>
    public string Scores { get; init; } = "";

    /// <summary>The score from which a box counts unless a stage says otherwise.</summary>
    public required double Threshold { get; init; }

    /// <summary>Of two boxes that overlap by more than this share of their union, the better one stays. Not used by maps.</summary>
    public double NmsIou { get; init; } = 0.5;

    /// <summary>Maps: the probability from which a pixel belongs to a text.</summary>
    public double PixelThreshold { get; init; } = 0.3;

    /// <summary>Maps: how far a box is pushed outward, as area / perimeter times this (the network learns shrunken texts).</summary>
    public double Unclip { get; init; } = 1.5;
}
