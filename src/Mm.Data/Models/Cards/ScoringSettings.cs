using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Cards;

/// <summary>From cosine to logit: scale x cosine + bias.</summary>
public sealed record ScoringSettings
{
    public ScoringKind Kind { get; init; } = ScoringKind.Softmax;

    public double LogitScale { get; init; } = 100;

    public double LogitBias { get; init; }

    /// <summary>The cosine at which match and no-match part best, measured on the model's own card.</summary>
    public double MatchThreshold { get; init; }
}
