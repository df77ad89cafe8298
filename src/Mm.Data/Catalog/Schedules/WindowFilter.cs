namespace Mm.Data.Catalog.Schedules;

/// <summary>Which files a backfill takes; what is null chooses nothing away.</summary>
/// <param name="Prefix">Of the path under the input, with forward slashes.</param>
/// <param name="FromMs">Last written at this moment or later, Unix time in milliseconds.</param>
/// <param name="ToMs">Last written before this moment.</param>
public sealed record WindowFilter(string? Prefix, long? FromMs, long? ToMs)
{
    /// <summary>A file of unknown age is taken only where no time is asked for.</summary>
    public bool Takes(string key, DateTimeOffset? modified) =>
        (Prefix is null || key.StartsWith(Prefix, StringComparison.Ordinal))
        && (FromMs is null || modified?.ToUnixTimeMilliseconds() >= FromMs)
        && (ToMs is null || modified?.ToUnixTimeMilliseconds() < ToMs);
}
