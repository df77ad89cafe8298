namespace Mm.Data.Web.Api.Contracts;

/// <summary>Some of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">For the parameter <c>after</c> of the next call; null: this is the end.</param>
public sealed record ItemPage<T>(IReadOnlyList<T> Items, string? Next);
