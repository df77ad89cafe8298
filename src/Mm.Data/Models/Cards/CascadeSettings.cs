namespace Mm.Data.Models.Cards;

/// <summary>
/// The numbers of a face cascade. Both networks see the whole picture; what either takes for a face becomes a candidate; the first looks
/// again at each, enlarged. The logits of what they said are summed under fitted weights, and the logistic function of the sum is the
/// score.
/// </summary>
public sealed record CascadeSettings
{
    /// <summary>Longer side, in pixels, of what the first network sees of the whole picture.</summary>
    public required int FirstSide { get; init; }

    /// <summary>The first network's score from which a box becomes a candidate.</summary>
    public required double FirstMin { get; init; }

    /// <summary>As <see cref="FirstSide"/>, of the second network.</summary>
    public required int SecondSide { get; init; }

    public required double SecondMin { get; init; }

    /// <summary>Sides, in pixels, of the closer looks; a multiple of 32.</summary>
    public required int ZoomSide { get; init; }

    /// <summary>What the closer looks hold, in sides of the candidate's box: the near one, repeated mirrored, and the far one.</summary>
    public required IReadOnlyList<double> Zoom { get; init; }

    /// <summary>Bounds of the near look's sum within which the mirrored and the far one are worth their cost.</summary>
    public required IReadOnlyList<double> Unsure { get; init; }

    /// <summary>Weights of the logits of first and second network and near look, and what is added.</summary>
    public required IReadOnlyList<double> NearLook { get; init; }

    /// <summary>As <see cref="NearLook"/>, with the mirrored and the far look before what is added.</summary>
    public required IReadOnlyList<double> FullLook { get; init; }

    /// <summary>How faces of animals are told from people's; null: they are not.</summary>
    public AnimalSettings? Animals { get; init; }

    /// <summary>Quarter turns, clockwise, at which the whole is done again; for pictures that may lie on their side.</summary>
    public IReadOnlyList<double> Turns { get; init; } = [];
}
