using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.Evaluation;

/// <summary>What one threshold gives. Shares are 0 to 1; null where there is nothing to share.</summary>
public sealed record ThresholdRow
{
    public required double Threshold { get; init; }

    public required int Covered { get; init; }

    /// <summary>Share of the labelled things that are covered.</summary>
    public double? Recall { get; init; }

    public required int FalseBoxes { get; init; }

    public required double FalseBoxesAPicture { get; init; }

    /// <summary>Share of the pictures with nothing to be found on which there is a box all the same.</summary>
    public double? EmptyPicturesFilled { get; init; }
}

/// <summary>Things of a size, at the report's threshold. <paramref name="From"/> and <paramref name="To"/> are pixels of a picture whose
/// longer side is 640; null is open.</summary>
public sealed record SizeBand(string Name, double? From, double? To, int Things, int Covered);

/// <summary>A detector held against labelled pictures.</summary>
public sealed record BoxReport
{
    public required ModelUse Model { get; init; }

    public required double Threshold { get; init; }

    public required double Grow { get; init; }

    public required int Pictures { get; init; }

    public required int EmptyPictures { get; init; }

    public required int Things { get; init; }

    /// <summary>At <see cref="Threshold"/>.</summary>
    public required ThresholdRow Result { get; init; }

    public required IReadOnlyList<ThresholdRow> Curve { get; init; }

    public required IReadOnlyList<SizeBand> Sizes { get; init; }

    /// <summary>Processor time of detection, one picture at a time, decoding not counted.</summary>
    public required double CpuMsAPicture { get; init; }

    /// <summary>Pictures that could not be decoded, with the reason; they count nowhere else.</summary>
    public required IReadOnlyDictionary<string, string> Undecodable { get; init; }
}
