namespace Mm.Data.Audit;

/// <summary>
/// Something in a release that does not hold. <paramref name="Code"/> is stable and kebab-case, <paramref name="Where"/> a file of the
/// release, a phase or the id of a sample.
/// </summary>
public sealed record Finding(string Code, string Where, string Message);
