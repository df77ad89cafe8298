namespace Mm.Data.Pipeline;

/// <summary>A detector gave nonsense. The stage that asked quarantines the sample (law 10).</summary>
public sealed class DetectorException(string message) : Exception(message);
