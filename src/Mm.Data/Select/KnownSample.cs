using Mm.Data.Pipeline;

namespace Mm.Data.Select;

/// <summary>A sample of another release, by its hashes.</summary>
/// <param name="Match">What is told of it where one of the run's is the same.</param>
/// <param name="Reason">Why such a one is dropped.</param>
/// <param name="Sample">Its digest and features.</param>
public sealed record KnownSample(KnownMatch Match, string Reason, MeasuredSample Sample);
