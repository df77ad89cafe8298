using System.Text.Json.Serialization;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Cards;

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

    /// <summary>There for text readers.</summary>
    public ReaderSettings? Reader { get; init; }

    /// <summary>There for speech detectors.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // digests of other models do not change because these exist
    public SpeechSettings? Speech { get; init; }

    /// <summary>There for picture classifiers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassifierSettings? Classifier { get; init; }
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

    /// <summary>Name of the embedding, [1, dimensions], or of a reader's probabilities; empty for detectors, whose outputs stand in <see
    /// cref="DetectorSettings"/>.</summary>
    public string Output { get; init; } = "";

    /// <summary>Of models that see no picture.</summary>
    public static ImageSettings None { get; } = new() { Width = 0, Height = 0, Mean = [], Std = [], Input = "" };

    public ViewSpec View => new(Width, Height, Resize);
}
