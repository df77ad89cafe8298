namespace Mm.Data.Models.Cards;

/// <summary>A classifier's kinds, in the order of its output.</summary>
public sealed record ClassifierSettings(IReadOnlyList<string> Classes);
