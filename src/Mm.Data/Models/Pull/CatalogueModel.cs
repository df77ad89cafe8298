using Mm.Data.Models.Cards;

namespace Mm.Data.Models.Pull;

/// <summary>A model that can be pulled. <paramref name="Role"/> and <paramref name="Path"/> are the card's, <paramref name="From"/> is
/// the address below the model's; no more than <paramref name="Bytes"/> are ever read.</summary>
public sealed record CatalogueFile(string Role, string Path, string From, long Bytes, string Sha256);

/// <summary>An entry of a catalogue: what to fetch, and the card that is written beside it.</summary>
public sealed record CatalogueModel
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required ModelPrecision Precision { get; init; }

    public required ModelLicence Licence { get; init; }

    /// <summary>Address of the files below the base, ending in a slash; with the revision, so that it never gives other files.</summary>
    public required string From { get; init; }

    /// <summary>Where the digests were read, for whoever wants to check them.</summary>
    public required string Source { get; init; }

    public required IReadOnlyList<CatalogueFile> Files { get; init; }

    /// <summary>The card's sections <c>image</c>, <c>text</c>, <c>scoring</c>, <c>thresholds</c> and <c>selftest</c>, as YAML.</summary>
    public required string Settings { get; init; }

    public long Bytes => Files.Sum(file => file.Bytes);
}
