using Mm.Data.Pipeline;

namespace Mm.Data.Source.Fetch;

/// <summary>A list of URLs and captions, and the folder that its files go to.</summary>
public sealed record FetchOrder(string List, string Output, string UrlColumn, string CaptionColumn)
{
    /// <exception cref="ConfigurationException">There is no such list, or it is of no kind that is read.</exception>
    internal IListReader Open()
    {
        var full = Path.GetFullPath(List);
        if (!File.Exists(full))
            throw new ConfigurationException($"The list {List} does not exist.");
        var label = Path.GetFileName(full);
        return Path.GetExtension(full).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => new JsonLinesList(full, label, UrlColumn, CaptionColumn),
            ".csv" => new CsvList(full, label, UrlColumn, CaptionColumn),
            ".parquet" => new ParquetList(full, label, UrlColumn, CaptionColumn),
            _ => throw new ConfigurationException($"The list {List} is none of .jsonl, .ndjson, .csv, .parquet."),
        };
    }
}

/// <summary>What became of a list: rows by outcome. <paramref name="Reused"/> of the fetched were there from an earlier call.</summary>
public sealed record FetchReport(long Rows, long Fetched, long Reused, IReadOnlyDictionary<string, long> Refused);
