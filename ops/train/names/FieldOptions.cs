namespace Mm.Data.NameTraining;

/// <summary>How a model is fitted; the defaults made the model of the repository.</summary>
internal sealed record FieldOptions
{
    public int Bits { get; init; } = 18;

    public int LexiconBits { get; init; } = 17;

    public int Epochs { get; init; } = 6;

    public float Rate { get; init; } = 0.15f;

    public float Damping { get; init; } = 1;

    public float Decay { get; init; } = 1e-5f;

    public float GradientMin { get; init; } = 0.002f;

    /// <summary>What a missed name adds to the wrong path, in nats; a false or confused one adds <see cref="FalseCost"/>.</summary>
    public float MissCost { get; init; } = 2;

    public float FalseCost { get; init; } = 0.7f;

    /// <summary>Share of listed words that one epoch does not know, another share each time.</summary>
    public double Hidden { get; init; } = 0.4;

    /// <summary>Share of the other tokens whose own word is hidden.</summary>
    public double Dropped { get; init; } = 0.1;

    /// <summary>Added to every label against Outside when the weights are written, in nats.</summary>
    public float Bias { get; init; }
}
