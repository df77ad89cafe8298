namespace Mm.Data.Models.Cards;

/// <summary>One file by its role. <paramref name="Path"/> is relative to the card's folder, or absolute; the digest is lower-case
/// hex.</summary>
public sealed record ModelFile(string Role, string Path, string Sha256);
