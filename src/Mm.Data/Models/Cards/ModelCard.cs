namespace Mm.Data.Models.Cards;

/// <summary>What a model is for, and so which port opens it.</summary>
public enum ModelTask : byte
{
    DualEncoder,
    BoxDetector,
    NameTagger,
    TextReader,
    SpeechDetector,
    PictureClassifier,
    LanguageTagger,
}

/// <summary>A <c>model.yaml</c> as read: see <c>docs/models.md</c>. Everything that changes an output is in <see
/// cref="Settings"/>.</summary>
public sealed record ModelCard
{
    public required string Name { get; init; }

    public required ModelTask Task { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What the files hold, as the card says and opening the model checks.</summary>
    public ModelPrecision Precision { get; init; }

    public required ModelLicence Licence { get; init; }

    public required ModelOrigin Origin { get; init; }

    public required IReadOnlyList<ModelFile> Files { get; init; }

    public required ModelSettings Settings { get; init; }

    /// <summary>Values that <c>mmdata models check</c> holds the model against; null where the card gives none.</summary>
    public SelfTestSettings? SelfTest { get; init; }
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
