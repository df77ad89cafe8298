using Mm.Data.Models.Cards;

namespace Mm.Data.Models.Build;

/// <summary>A further graph of a model, from a package of its own.</summary>
internal sealed record RecipePart
{
    /// <summary>Role in the card and, with <c>.onnx</c>, name of the file.</summary>
    public required string Role { get; init; }

    public required string Package { get; init; }

    public required string Version { get; init; }

    public required string Path { get; init; }

    public required string LicencePath { get; init; }

    public required Func<string, byte[]> Network { get; init; }
}

/// <summary>How one model is made from a registry package. <see cref="Card"/> lacks its files; the builder adds them with their
/// digests.</summary>
internal sealed record ModelRecipe
{
    public required string Name { get; init; }

    /// <summary>The card's <c>task</c>.</summary>
    public ModelTask Task { get; init; } = ModelTask.BoxDetector;

    /// <summary>Package and the one version that the recipe was checked with.</summary>
    public required string Package { get; init; }

    public required string Version { get; init; }

    /// <summary>Path in the package of the file, or folder, that the network is made from.</summary>
    public required string Path { get; init; }

    public required string Description { get; init; }

    public required ModelLicence Licence { get; init; }

    /// <summary>Text of the licence in the package, kept beside the model; null where the package carries none.</summary>
    public string? LicencePath { get; init; }

    /// <summary>From that path to the bytes of the model's file.</summary>
    public required Func<string, byte[]> Network { get; init; }

    /// <summary>Files of the package that are taken as they are, beside the network.</summary>
    public IReadOnlyList<ModelPart> Parts { get; init; } = [];

    /// <summary>Role in the card of what is made.</summary>
    public string Role { get; init; } = "network";

    /// <summary>Name of its file.</summary>
    public string File { get; init; } = "network.onnx";

    /// <summary>Further graphs.</summary>
    public IReadOnlyList<RecipePart> Others { get; init; } = [];

    /// <summary>
    /// The card's sections <c>image</c> and <c>detector</c> or <c>reader</c>; null for a part, which gets no card of its own.
    /// </summary>
    public string? Settings { get; init; }
}

/// <summary>A file of the package at <paramref name="Path"/>, which becomes <paramref name="File"/> of the model.</summary>
internal sealed record ModelPart(string Role, string Path, string File);
