using Mm.Data.Pipeline;

namespace Mm.Data.Write;

/// <summary>What decides the columns of part files.</summary>
/// <param name="Scores">The score columns, Number or Whole, in file order.</param>
/// <param name="HasDocuments">Whether rows say which document they are of.</param>
public sealed record SampleLayout(IReadOnlyList<FeatureColumn> Scores, bool HasDocuments = false);
