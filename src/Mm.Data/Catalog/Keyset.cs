namespace Mm.Data.Catalog;

/// <summary>One page of a list that is cut by key: what lies on it, and whether there is more on either side.</summary>
public sealed record Keyset<T>(IReadOnlyList<T> Items, bool HasEarlier, bool HasLater);
