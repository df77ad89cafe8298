namespace Mm.Data.Select;

/// <summary>Where a sample stands already.</summary>
/// <param name="Set">Name of the set in the pipeline file.</param>
/// <param name="Release">Digest of the release's manifest.</param>
/// <param name="SampleId">The sample there.</param>
public sealed record KnownMatch(string Set, string Release, string SampleId)
{
    public const string ByBytes = "bytes";
    public const string ByHash = "hash";
    public const string ByCrop = "crop";
    public const string ByEmbedding = "embedding";
    public const string ByCaption = "caption";
    public const string ByQuote = "quote";

    /// <summary>What of it is the same: one of the constants above.</summary>
    public string By { get; init; } = ByBytes;
}
