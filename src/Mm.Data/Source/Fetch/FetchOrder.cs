using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Fetch;

/// <summary>A list of URLs and captions, and the folder that its files go to.</summary>
public sealed record FetchOrder(string List, string Output, string UrlColumn, string CaptionColumn)
{
    /// <summary>Where the list lies.</summary>
    public required IFiles Files { get; init; }

    /// <exception cref="ConfigurationException">There is no such list, or it is of no kind that is read.</exception>
    internal IListReader Open()
    {
        var list = InputFile.At(Files, BlobAddress.Full(List));
        if (!Files.IsRemote && !File.Exists(BlobAddress.Full(List)))
            throw new ConfigurationException($"The list {List} does not exist.");
        return Path.GetExtension(list.Name).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => new JsonLinesList(list, UrlColumn, CaptionColumn),
            ".csv" => new CsvList(list, UrlColumn, CaptionColumn),
            ".parquet" => new ParquetList(list, UrlColumn, CaptionColumn),
            _ => throw new ConfigurationException($"The list {List} is none of .jsonl, .ndjson, .csv, .parquet."),
        };
    }
}

/// <summary>What became of a list: rows by outcome. <paramref name="Reused"/> of the fetched were there from an earlier call.</summary>
public sealed record FetchReport(long Rows, long Fetched, long Reused, IReadOnlyDictionary<string, long> Refused);
