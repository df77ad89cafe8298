namespace Mm.Data.Models.Cards;

/// <summary>Reference values of a model, from whoever exported it.</summary>
public sealed record SelfTestSettings
{
    /// <summary>How far a number may be from its reference.</summary>
    public double Tolerance { get; init; } = 0.001;

    public IReadOnlyList<TextReference> Texts { get; init; } = [];

    public IReadOnlyList<PairReference> Pairs { get; init; } = [];
}

/// <summary>The first numbers of the unit-length embedding of a text.</summary>
public sealed record TextReference(string Text, IReadOnlyList<double> Starts);

/// <summary>The cosine of a text and a generated picture, named by the seed of its noise.</summary>
public sealed record PairReference(string Text, int Noise, double Cosine);
