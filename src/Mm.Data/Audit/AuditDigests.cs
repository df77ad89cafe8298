using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Audit;

/// <summary>Digests of an event by role, and those over whole rows.</summary>
public static class AuditDigests
{
    /// <summary>The asset as the source had it.</summary>
    public const string Source = "source";

    /// <summary>The rendered asset.</summary>
    public const string Output = "output";

    /// <summary>The whole row of the part file. There is none of the text alone: a short text could be guessed from it.</summary>
    public const string Row = "row";

    /// <summary>The whole row of the feature file.</summary>
    public const string Features = "features";

    public static string Of(SampleRow row) => RowDigest.Of(row).ToString();

    public static string Of(MeasuredSample sample, IReadOnlyList<FeatureColumn> columns) => RowDigest.Of(sample, columns).ToString();
}
