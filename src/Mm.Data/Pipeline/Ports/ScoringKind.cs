namespace Mm.Data.Pipeline.Ports;

/// <summary>How a dual encoder was trained to compare, and so how its logits (scale x cosine + bias) become probabilities.</summary>
public enum ScoringKind : byte
{
    /// <summary>Over all candidates together (CLIP, arXiv 2103.00020).</summary>
    Softmax,

    /// <summary>Each pair for itself (SigLIP, arXiv 2303.15343).</summary>
    Sigmoid,
}
